import { registry } from './registry.js';
import type { AnyFn } from './types.js';

/**
 * Makes `fn` the function that a worker of `createSyncFn` calls. A worker's module calls this once, when it loads or
 * later; of several functions the first one counts. On a thread that is no such worker, it does nothing.
 *
 * @param fn - called with the arguments of each call; its answer, or what its promise is resolved with, is the call's. What
 * it throws is thrown at the caller, with its own fields. All of these are structured-cloneable.
 *
 * @example
 * ```ts
 * import { runAsWorker } from 'reveille/synckit';
 *
 * runAsWorker(async (text: string) => text.toUpperCase());
 * ```
 */
export function runAsWorker<T extends AnyFn<Promise<R> | R>, R = ReturnType<T>>(fn: T): void {
  const place = registry();
  if (place === undefined || place.fn !== undefined) return;
  place.fn = fn;
  place.registered?.();
}
