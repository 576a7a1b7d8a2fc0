import { isFuture, isThenable } from '../kinds.js';

/** The promise that something is, or that a function of the caller's came to; undefined for all else, futures included. */
export function promiseIn(value: unknown): Promise<unknown> | undefined {
  return isThenable(value) && !isFuture(value) ? Promise.resolve(value) : undefined; // `then` of a future would poll it
}
