import { describe } from '../core/check.js';
import { isShared, newShared } from '../core/shared-buffer.js';

/**
 * What becomes of something that was sent on its way to another thread: a word of its own, which its handle brings along, so
 * that it is known of each handle whether it has arrived, however often it is attached.
 */
export const ON_ITS_WAY = 0;
export const ARRIVED = 1;
export const TAKEN_BACK = 2;

const BYTES = 4;

/** Of one that is on its way. */
export const newPassage = (): SharedArrayBuffer => newShared(BYTES);

/**
 * The word of a handle that came from somewhere.
 *
 * @throws TypeError when it is no such word.
 */
export function passageOf({ passage }: { readonly passage: SharedArrayBuffer }): Int32Array {
  if (isShared(passage) && passage.byteLength === BYTES) return new Int32Array(passage);
  throw new TypeError(`handle.passage: expected a SharedArrayBuffer of ${BYTES} bytes, got ${describe(passage)}`);
}
