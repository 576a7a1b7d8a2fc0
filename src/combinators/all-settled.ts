import type { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { futuresOf, type Output } from './check-branches.js';
import { WideCombinator } from './wide-combinator.js';

/**
 * Awaits many futures at the same time, whether they answer or fail: nothing is dropped, and no error is lost.
 *
 * Corresponds to `futures::future::join_all` over `Result`s, and to `Promise.allSettled`.
 *
 * @param futures - read at once, polled in order. None means that the answer is `[]`.
 * @returns a future of one `{ status: 'fulfilled', value }` or `{ status: 'rejected', reason }` for each, in the order of
 * the futures. Dropping it drops those that are pending. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when `futures` is not an iterable of futures, or has one of them twice.
 *
 * @example
 * ```ts
 * import { allSettled, blockOn, lazy, ready } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const [one, two] = blockOn(allSettled([ready(1), lazy(() => { throw new Error('no'); })]));
 * assert.deepEqual(one, { status: 'fulfilled', value: 1 });
 * assert.equal(two.status, 'rejected');
 * ```
 */
export function allSettled<const F extends readonly Future<unknown>[]>(
  futures: F,
): Future<{ -readonly [I in keyof F]: PromiseSettledResult<Output<F[I]>> }>;
export function allSettled<F extends Future<unknown>>(futures: Iterable<F>): Future<PromiseSettledResult<Output<F>>[]>;
export function allSettled(futures: Iterable<Future<unknown>>): Future<PromiseSettledResult<unknown>[]> {
  return new AllSettled(futuresOf(futures));
}

type Results = PromiseSettledResult<unknown>[];

class AllSettled extends WideCombinator<Results> {
  protected override readonly name = 'allSettled';
  readonly #results: Results;
  #left: number;

  constructor(futures: Future<unknown>[]) {
    super(futures);
    this.#results = new Array(futures.length);
    this.#left = futures.length;
  }

  protected override nothing(): Results {
    return this.#results;
  }

  protected override answered(index: number, value: unknown): Poll<Results> {
    return this.#settled(index, { status: 'fulfilled', value });
  }

  protected override failed(index: number, reason: unknown): Poll<Results> {
    return this.#settled(index, { status: 'rejected', reason });
  }

  #settled(index: number, result: PromiseSettledResult<unknown>): Poll<Results> {
    this.#results[index] = result;
    this.#left -= 1;
    return this.#left === 0 ? this.#results : PENDING;
  }
}
