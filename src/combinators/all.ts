import type { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { futuresOf, type Output } from './check-branches.js';
import { WideCombinator } from './wide-combinator.js';

/**
 * Awaits many futures at the same time: all values, in the order of the futures, or the first error.
 *
 * Thousands are welcome: beyond a handful, a poll visits only those that were woken, and no more of them than the budget
 * before other tasks have their turn.
 *
 * Corresponds to `futures::future::try_join_all`, and to `Promise.all`, which cannot drop what it no longer needs.
 *
 * @param futures - read at once, polled in order. None means that the answer is `[]`.
 * @returns a future of the values. It fails with the error of the first future that fails, after it dropped the others,
 * in order. Dropping it drops those that are pending. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when `futures` is not an iterable of futures, or has one of them twice.
 *
 * @example
 * ```ts
 * import { all, blockOn, co, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const square = co.wrap(function* (n: number) {
 *   yield* sleep(1);
 *   return n * n;
 * });
 * assert.deepEqual(blockOn(all([1, 2, 3].map(square))), [1, 4, 9]);
 * ```
 */
export function all<const F extends readonly Future<unknown>[]>(
  futures: F,
): Future<{ -readonly [I in keyof F]: Output<F[I]> }>;
export function all<F extends Future<unknown>>(futures: Iterable<F>): Future<Output<F>[]>;
export function all(futures: Iterable<Future<unknown>>): Future<unknown[]> {
  return new All(futuresOf(futures), 'all');
}

/** Also behind `join`. */
export class All extends WideCombinator<unknown[]> {
  readonly #values: unknown[];
  #left: number;

  constructor(
    futures: Future<unknown>[],
    protected override readonly name: string,
  ) {
    super(futures);
    this.#values = new Array(futures.length);
    this.#left = futures.length;
  }

  protected override nothing(): unknown[] {
    return this.#values;
  }

  protected override answered(index: number, value: unknown): Poll<unknown[]> {
    this.#values[index] = value;
    this.#left -= 1;
    return this.#left === 0 ? this.#values : PENDING;
  }

  protected override failed(_index: number, error: unknown): never {
    throw error;
  }
}
