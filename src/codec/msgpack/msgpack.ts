import { Packr } from 'msgpackr';
import { blame } from '../blame.js';
import { copyOf } from '../bytes.js';
import type { Codec } from '../codec.js';
import { Misfit, outside } from '../misfit.js';
import { checkSpan } from '../span.js';
import { checkFrame } from './check-frame.js';

const NAME = 'msgpack';

/** Up to so many bytes are copied one by one. */
const SHORT = 256;

/**
 * MessagePack, by the package [msgpackr](https://www.npmjs.com/package/msgpackr), which your project has to have: plain
 * objects, arrays, strings, numbers, bigints, `undefined`, dates to the millisecond and bytes, in fewer bytes than JSON, and
 * readable by programs in other languages. What MessagePack has no type for arrives as something else: a `Map` as an
 * object, a `Set` as an array, other typed arrays as bytes, an `Error` or a `RegExp` as an array, `-0` as 0, half of a surrogate pair as `\ufffd`;
 * functions, symbols and circles are refused.
 *
 * Every value says the names of its properties. msgpackr can leave them out once both ends know them, but threads
 * would first have to agree about them, in the right order; where each byte counts, a `record` is better anyway. A property
 * `__proto__` is called `__proto_` when it arrives.
 *
 * Corresponds to `rmp_serde`.
 *
 * @typeParam T - what the values are; it is believed, not checked.
 * @returns a codec, which may be used by many channels.
 *
 * @example
 * ```ts
 * import { msgpack } from 'reveille/codec/msgpack';
 *
 * const codec = msgpack<{ at: Date; big: bigint }>();
 * const frame = new Uint8Array(64);
 * const end = codec.encode({ at: new Date(0), big: 2n ** 70n }, frame, 0);
 * console.log(codec.decode(frame, 0, end)); // { at: 1970-01-01T00:00:00.000Z, big: 1180591620717411303424n }
 * ```
 */
export function msgpack<T>(): Codec<T> {
  return new MessagePack<T>();
}

class MessagePack<T> implements Codec<T> {
  readonly name = NAME;
  readonly #short = new Uint8Array(SHORT);
  readonly #packr = new Packr({
    useRecords: false,
    variableMapSize: true,
    useBigIntExtension: true,
    copyBuffers: true,
    writeFunction: () => {
      throw new TypeError('MessagePack has no function');
    },
  });

  encode(value: T, bytes: Uint8Array, at: number): number {
    const encoded = this.#pack(value);
    const end = at + encoded.length;
    if (end > bytes.length) return -1;
    bytes.set(encoded, at);
    return end;
  }

  #pack(value: T): Uint8Array {
    try {
      return this.#packr.pack(value);
    } catch (error) {
      throw blame(value, error, (part) => this.#refusal(part)).toError(NAME);
    }
  }

  #refusal(part: unknown): unknown {
    try {
      this.#packr.pack(part);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  decode(bytes: Uint8Array, at: number, end: number): T {
    checkSpan(bytes, at, end);
    try {
      const frame = this.#copy(bytes, at, end);
      checkFrame(frame, end - at);
      return this.#unpack(frame, end - at);
    } catch (error) {
      throw outside(error, NAME);
    }
  }

  /**
   * The bytes, in memory that is used again: msgpackr hangs a view on what it reads, which takes longer than to read a small
   * value from it, and belongs on nobody else's array.
   */
  #copy(bytes: Uint8Array, at: number, end: number): Uint8Array {
    if (end - at > this.#short.length) return copyOf(bytes, at, end);
    for (let i = at; i < end; i += 1) this.#short[i - at] = bytes[i] as number;
    return this.#short;
  }

  #unpack(frame: Uint8Array, end: number): T {
    try {
      return this.#packr.unpack(frame, end) as T;
    } catch (error) {
      throw new Misfit('this is no MessagePack', error);
    }
  }
}
