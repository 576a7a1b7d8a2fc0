import { promiseOf } from '../../core/awaiter.js';
import type { Future } from '../../core/future.js';

/** The engine's own, whatever a module puts in its place later. */
const Native = Promise;

/**
 * Native promises, and futures, which are driven here; null for what is an answer itself. Other thenables become native ones, which
 * are settled once, and later.
 */
export function promiseFrom(result: unknown): PromiseLike<unknown> | null {
  if (typeof result !== 'object' || result === null) return null;
  if (result instanceof Native) return result;
  try {
    if (typeof (result as { poll?: unknown }).poll === 'function') return promiseOf(result as Future<unknown>);
    const isThenable = typeof (result as { then?: unknown }).then === 'function';
    return isThenable ? new Native((resolve) => resolve(result)) : null;
  } catch (error) {
    return Native.reject(error); // of a getter
  }
}
