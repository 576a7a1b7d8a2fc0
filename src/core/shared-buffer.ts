import { ReveilleError } from './errors.js';

/** Where a browser has shared memory. */
export const ISOLATED =
  'a page that is cross-origin isolated (served with Cross-Origin-Opener-Policy: same-origin and ' +
  'Cross-Origin-Embedder-Policy: require-corp)';

/** Whether there is shared memory. In other pages a browser lacks even the class, and naming it throws. */
export function hasShared(): boolean {
  return typeof SharedArrayBuffer === 'function';
}

/**
 * New shared memory, zeroed; it can grow when `maxBytes` is given.
 *
 * @throws ReveilleError where there is no shared memory; RangeError when the machine has not that much.
 */
export function newShared(bytes: number, maxBytes?: number): SharedArrayBuffer {
  if (!hasShared()) throw new ReveilleError(`no SharedArrayBuffer here: a browser has it only in ${ISOLATED}`);
  if (maxBytes === undefined) return new SharedArrayBuffer(bytes);
  return new SharedArrayBuffer(bytes, { maxByteLength: maxBytes });
}

/** Whether a value is shared memory. By tag rather than `instanceof`: test runners hand in buffers of another realm. */
export function isShared(value: unknown): value is SharedArrayBuffer {
  return Object.prototype.toString.call(value) === '[object SharedArrayBuffer]';
}
