import { serializer } from '../platform/index.js';
import { blame } from './blame.js';
import { copyOf } from './bytes.js';
import type { Codec } from './codec.js';
import { CodecError } from './codec-error.js';
import { Misfit, outside } from './misfit.js';

const NAME = 'structured';

/**
 * Whatever `structuredClone` and `postMessage` can carry: dates, maps, sets, typed arrays, bigints, errors, circles. It is
 * what to take when the values are none of your making; {@link json} and {@link record} are faster. Node alone lets
 * programs have these bytes: in a browser, use another codec, or `postMessage`.
 *
 * Shared memory and what would be transferred rather than copied, such as ports, can't be carried.
 *
 * @typeParam T - what the values are; it is believed, not checked. Of an object of a class, the own properties arrive.
 * @returns a codec, which may be used by many channels.
 * @throws CodecError where the engine keeps its serialisation to itself: in browsers.
 *
 * @example
 * ```ts
 * import { structured } from 'reveille/codec';
 *
 * const codec = structured<Map<string, Date>>();
 * const frame = new Uint8Array(256);
 * const end = codec.encode(new Map([['start', new Date(0)]]), frame, 0);
 * console.log(codec.decode(frame, 0, end)); // Map(1) { 'start' => 1970-01-01T00:00:00.000Z }
 * ```
 */
export function structured<T>(): Codec<T> {
  const engine = serializer();
  if (engine === undefined) {
    throw new CodecError(
      NAME,
      'value',
      'this engine has structured clones for its own messages only; use json or record',
    );
  }
  return new Structured<T>(engine);
}

class Structured<T> implements Codec<T> {
  readonly name = NAME;
  readonly #engine: NonNullable<ReturnType<typeof serializer>>;

  constructor(engine: NonNullable<ReturnType<typeof serializer>>) {
    this.#engine = engine;
  }

  encode(value: T, bytes: Uint8Array, at: number): number {
    const encoded = this.#serialize(value);
    const end = at + encoded.length;
    if (end > bytes.length) return -1;
    bytes.set(encoded, at);
    return end;
  }

  #serialize(value: T): Uint8Array {
    try {
      return this.#engine.serialize(value);
    } catch (error) {
      throw blame(value, error, (part) => this.#refusal(part)).toError(NAME);
    }
  }

  #refusal(part: unknown): unknown {
    try {
      this.#engine.serialize(part);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** From a copy, since typed arrays that arrive are views of what they were read from. */
  decode(bytes: Uint8Array, at: number, end: number): T {
    try {
      return this.#engine.deserialize(copyOf(bytes, at, end)) as T;
    } catch (error) {
      throw outside(new Misfit('this is no structured clone', error), NAME);
    }
  }
}
