import type { Future } from '../core/future.js';
import { PENDING } from '../core/poll.js';
import { futuresOf, type Output } from './check-branches.js';
import { WideCombinator } from './wide-combinator.js';

/**
 * The first of many futures that answers or fails. The others are dropped at once, so that nothing of theirs goes on;
 * where several are ready at the same poll, the first in order wins, and the later ones were not polled and took nothing.
 *
 * Corresponds to `futures::future::select_all`, and to `Promise.race`, which cannot drop the losers.
 *
 * @param futures - read at once, polled in order. None means that nothing ever wins, as with `Promise.race`.
 * @returns a future of the winner's value, or that fails with its error, once the losers are dropped, in order; should a
 * drop fail, the others are dropped all the same, and its error is thrown. Dropping it drops all. Polling it after it was
 * done throws {@link PollError}.
 * @throws TypeError when `futures` is not an iterable of futures, or has one of them twice.
 *
 * @example
 * ```ts
 * import { blockOn, co, race, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const after = co.wrap(function* (ms: number) {
 *   yield* sleep(ms);
 *   return ms;
 * });
 * assert.equal(blockOn(race([after(60_000), after(1)])), 1);
 * ```
 */
export function race<F extends Future<unknown>>(futures: Iterable<F>): Future<Output<F>> {
  return new Race(futuresOf(futures)) as Future<unknown> as Future<Output<F>>;
}

class Race extends WideCombinator<unknown> {
  protected override readonly name = 'race';

  protected override nothing(): typeof PENDING {
    return PENDING;
  }

  protected override answered(_index: number, value: unknown): unknown {
    return value;
  }

  protected override failed(_index: number, error: unknown): never {
    throw error;
  }
}
