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
  const future = isFuture(futures); // it is iterable, for `yield*`; walking it would poll it
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
  for (let index = 0; index < futures.length; index += 1) {
    const future: unknown = futures[index];
    if (!isFuture(future)) checkFuture(name(index), futures[index]); // a name is made only for the error
  }
  const twin = indexOfTwin(futures);
  if (twin < 0) return;
  const first = futures.indexOf(futures[twin] as Future<unknown>);
  throw new TypeError(`${name(twin)}: expected a future of its own, got the one that is also ${name(first)}`);
}

function isFuture(value: unknown): boolean {
  return typeof (value as Partial<Future<unknown>> | null | undefined)?.poll === 'function';
}

/** Up to so many futures are compared with each other sooner than a set of them is made. */
const FEW = 8;

/**
 * Whether they are few, and different futures: if not, {@link checkBranches} will tell. Without a closure and a set, which
 * cost a small select a tenth of its time.
 */
export function areFew(futures: readonly Future<unknown>[]): boolean {
  if (futures.length > FEW) return false;
  for (let index = 0; index < futures.length; index += 1) {
    if (!isFuture(futures[index])) return false;
    for (let other = 0; other < index; other += 1) if (futures[other] === futures[index]) return false;
  }
  return true;
}

/** The index of the first future that stands before it, too; -1 if all are different. */
function indexOfTwin(futures: readonly Future<unknown>[]): number {
  const seen = new Set<unknown>();
  return futures.findIndex((future) => seen.size === seen.add(future).size);
}
