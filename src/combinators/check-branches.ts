import { checkFuture, describe } from '../core/check.js';
import type { Future } from '../core/future.js';

/**
 * The type of a future's value.
 *
 * Corresponds to `<F as Future>::Output`.
 *
 * @example
 * ```ts
 * import { blockOn, type Output, ready } from 'reveille';
 *
 * const answer = ready(42);
 * const value: Output<typeof answer> = blockOn(answer);
 * console.log(value + 1); // 43
 * ```
 */
export type Output<F> = F extends Future<infer T> ? T : never;

/**
 * Reads the futures out of an iterable, once.
 *
 * @throws TypeError naming the argument and the index, when it is not an iterable of different futures.
 */
export function futuresOf(futures: Iterable<Future<unknown>>): Future<unknown>[] {
  const iterable = typeof (futures as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function';
  // A future is iterable, for `yield*`; walking it would poll it.
  const future = typeof (futures as { poll?: unknown } | null | undefined)?.poll === 'function';
  if (!iterable || future) {
    throw new TypeError(
      `futures: expected an iterable of futures, got ${future ? 'a single future' : describe(futures)}`,
    );
  }
  const list = [...futures];
  checkBranches(list, (index) => `futures[${index}]`);
  return list;
}

/**
 * @param name - what the branch of an index is called in an error.
 * @throws TypeError when one is not a future, or is there twice: the second would await what the first used up.
 */
export function checkBranches(futures: readonly Future<unknown>[], name: (index: number) => string): void {
  const seen = new Map<unknown, number>();
  for (let index = 0; index < futures.length; index += 1) {
    const future = futures[index];
    if (typeof (future as Partial<Future<unknown>> | null | undefined)?.poll !== 'function') {
      checkFuture(name(index), future);
    }
    const first = seen.get(future);
    if (first !== undefined) {
      throw new TypeError(`${name(index)}: expected a future of its own, got the one that is also ${name(first)}`);
    }
    seen.set(future, index);
  }
}
