import type { Future } from '../core/future.js';
import { PENDING } from '../core/poll.js';
import { futuresOf, type Output } from './check-branches.js';
import { WideCombinator } from './wide-combinator.js';

/**
 * The first of many futures that answers; an error counts only when all fail. Where several are ready at the same poll,
 * the first in order wins, and the later ones were not polled.
 *
 * Corresponds to `futures::future::select_ok`, and to `Promise.any`, which cannot drop the losers.
 *
 * @param futures - read at once, polled in order. None means failure, as with `Promise.any`.
 * @returns a future of the winner's value, once the losers are dropped, in order; should a drop fail, the others are
 * dropped all the same, and its error is thrown. When all futures failed it fails with an AggregateError whose `errors`
 * are in the order of the futures. Dropping it drops all. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when `futures` is not an iterable of futures, or has one of them twice.
 *
 * @example
 * ```ts
 * import { any, blockOn, lazy, ready } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const down = lazy((): string => { throw new Error('mirror is down'); });
 * assert.equal(blockOn(any([down, ready('second mirror')])), 'second mirror');
 * assert.throws(() => blockOn(any([])), AggregateError);
 * ```
 */
export function any<F extends Future<unknown>>(futures: Iterable<F>): Future<Output<F>> {
  return new Any(futuresOf(futures)) as Future<unknown> as Future<Output<F>>;
}

class Any extends WideCombinator<unknown> {
  protected override readonly name = 'any';
  readonly #errors: unknown[];
  #left: number;

  constructor(futures: Future<unknown>[]) {
    super(futures);
    this.#errors = new Array(futures.length);
    this.#left = futures.length;
  }

  protected override nothing(): never {
    throw new AggregateError([], 'any: there was no future to answer');
  }

  protected override answered(_index: number, value: unknown): unknown {
    return value;
  }

  protected override failed(index: number, error: unknown): typeof PENDING {
    this.#errors[index] = error;
    this.#left -= 1;
    if (this.#left > 0) return PENDING;
    throw new AggregateError(this.#errors, 'any: all futures failed');
  }
}
