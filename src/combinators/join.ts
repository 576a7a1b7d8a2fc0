import type { Future } from '../core/future.js';
import { All } from './all.js';
import { checkBranches, type Output } from './check-branches.js';

/**
 * Awaits some futures at the same time: a tuple of their values, or the first error.
 *
 * Corresponds to `futures::try_join!` and, since a future that does not throw cannot fail, to `join!`.
 *
 * @param futures - polled in order. None means that the answer is `[]`.
 * @returns a future of the tuple. It fails with the error of the first future that fails, after it dropped the others,
 * in order. Dropping it drops those that are pending. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when an argument is not a future, or is there twice.
 *
 * @example
 * ```ts
 * import { blockOn, co, join, ready, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const both = co(function* () {
 *   const [n, text] = yield* join(ready(1), ready('one'), sleep(1));
 *   return `${n + 1} ${text.toUpperCase()}`;
 * });
 * assert.equal(blockOn(both), '2 ONE');
 * ```
 */
export function join<const F extends readonly Future<unknown>[]>(
  ...futures: F
): Future<{ -readonly [I in keyof F]: Output<F[I]> }> {
  checkBranches(futures, (index) => `futures[${index}]`);
  return new All([...futures], 'join') as Future<unknown> as Future<{ -readonly [I in keyof F]: Output<F[I]> }>;
}
