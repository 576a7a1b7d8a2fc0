import { promiseOf } from '../../core/awaiter.js';
import type { Future } from '../../core/future.js';

/** Native promises, and futures, which are driven here; null for what is an answer itself. */
export function promiseFrom(result: unknown): PromiseLike<unknown> | null {
  if (typeof result !== 'object' || result === null) return null;
  if (typeof (result as { poll?: unknown }).poll === 'function') return promiseOf(result as Future<unknown>);
  return typeof (result as { then?: unknown }).then === 'function' ? (result as PromiseLike<unknown>) : null;
}
