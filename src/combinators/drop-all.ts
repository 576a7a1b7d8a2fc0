import type { Future } from '../core/future.js';

/**
 * Drops the futures that are left, in order; one that fails does not keep the others from being dropped.
 *
 * @returns what the drops threw; undefined when none did.
 */
export function dropAll(futures: (Future<unknown> | null)[]): unknown[] | undefined {
  let failures: unknown[] | undefined;
  for (let index = 0; index < futures.length; index += 1) {
    const future = futures[index];
    if (future === null || future === undefined) continue;
    futures[index] = null; // before the drop, which may run any code
    try {
      future[Symbol.dispose]?.(); // a future of another make need not have one
    } catch (failure) {
      (failures ??= []).push(failure);
    }
  }
  return failures;
}
