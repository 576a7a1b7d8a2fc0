import { describe } from '../core/check.js';
import type { Codec } from './codec.js';
import { Misfit, outside } from './misfit.js';
import { checkSpan } from './span.js';
import { readUtf8, writeUtf8 } from './utf8.js';

const NAME = 'text';

/**
 * Strings, as UTF-8. A string with half a surrogate pair, which is no text, is refused with a {@link CodecError}, rather
 * than changed on the way.
 *
 * Corresponds to `String`.
 *
 * @returns a codec, which may be used by many channels.
 *
 * @example
 * ```ts
 * import { text } from 'reveille/codec';
 *
 * const frame = new Uint8Array(64);
 * const end = text().encode('Grüße', frame, 0);
 * console.log(end, text().decode(frame, 0, end)); // 7 Grüße
 * ```
 */
export function text(): Codec<string> {
  return TEXT;
}

const TEXT: Codec<string> = {
  name: NAME,
  encode(value, bytes, at) {
    try {
      if (typeof value !== 'string') throw new Misfit(`expected a string, got ${describe(value)}`);
      return writeUtf8(value, bytes, at);
    } catch (error) {
      throw outside(error, NAME);
    }
  },
  decode(bytes, at, end) {
    checkSpan(bytes, at, end);
    try {
      return readUtf8(bytes, at, end);
    } catch (error) {
      throw outside(error, NAME);
    }
  },
};
