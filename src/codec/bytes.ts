import { describe } from '../core/check.js';
import type { Codec } from './codec.js';
import { CodecError } from './codec-error.js';
import { checkSpan } from './span.js';

/**
 * Bytes, passed through as they are: for values that are encoded already. What is decoded is a copy, since the memory it
 * came in will be written again. A `Buffer` arrives as a plain `Uint8Array`.
 *
 * Corresponds to `Vec<u8>`.
 *
 * @returns a codec, which may be used by many channels.
 *
 * @example
 * ```ts
 * import { bytes } from 'reveille/codec';
 *
 * const frame = new Uint8Array(64);
 * const end = bytes().encode(Uint8Array.of(1, 2, 3), frame, 0);
 * console.log(bytes().decode(frame, 0, end)); // Uint8Array(3) [ 1, 2, 3 ]
 * console.log(bytes().encode(new Uint8Array(65), frame, 0)); // -1: it doesn't fit
 * ```
 */
export function bytes(): Codec<Uint8Array> {
  return BYTES;
}

const BYTES: Codec<Uint8Array> = {
  name: 'bytes',
  encode(value, room, at) {
    if (!(value instanceof Uint8Array)) {
      throw new CodecError('bytes', 'value', `expected a Uint8Array, got ${describe(value)}`);
    }
    const end = at + value.length;
    if (end > room.length) return -1;
    room.set(value, at);
    return end;
  },
  decode(room, at, end) {
    checkSpan(room, at, end);
    return copyOf(room, at, end);
  },
};

/** A copy that is not shared, and no `Buffer` even where `bytes` is one: a `Buffer`'s `slice` is no copy. */
export function copyOf(bytes: Uint8Array, at: number, end: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.subarray(at, end));
}
