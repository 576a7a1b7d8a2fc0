import type { Codec } from './codec.js';
import { jsonMisfit } from './json-misfit.js';
import { Misfit, outside, tooDeep } from './misfit.js';
import { checkSpan } from './span.js';
import { readUtf8, writeUtf8 } from './utf8.js';

const NAME = 'json';

/**
 * Whatever JSON can carry, as text that other programs understand. It is what `JSON.parse(JSON.stringify(value))` makes of
 * the value: properties that are `undefined` are left out, `toJSON` is asked, a `Date` becomes a string, a `Map` `{}`. What
 * would silently become something else, or nothing, is refused: functions, symbols, `NaN`, infinities, `undefined` in an
 * array or alone. So are bigints and circles. (What a `toJSON` answers is taken as it is; and a getter is asked twice, by `JSON.stringify` and
 * by the look for such values.)
 *
 * A property that is called `__proto__` is a property like others when it arrives. (Beware of what you do with it:
 * `Object.assign` would take it for a prototype.)
 *
 * Corresponds to `serde_json`.
 *
 * @typeParam T - what the values are; it is believed, not checked.
 * @returns a codec, which may be used by many channels. Its `encode` throws what a `toJSON` or a getter of the value throws.
 *
 * @example
 * ```ts
 * import { json } from 'reveille/codec';
 *
 * interface Order {
 *   readonly id: number;
 *   readonly items: readonly string[];
 * }
 * const orders = json<Order>();
 *
 * const frame = new Uint8Array(64);
 * const end = orders.encode({ id: 7, items: ['tea'] }, frame, 0);
 * console.log(orders.decode(frame, 0, end)); // { id: 7, items: [ 'tea' ] }
 * ```
 */
export function json<T>(): Codec<T> {
  return JSON_CODEC as Codec<T>;
}

const JSON_CODEC: Codec<unknown> = {
  name: NAME,
  encode(value, bytes, at) {
    try {
      return writeUtf8(textOf(value), bytes, at);
    } catch (error) {
      throw outside(error, NAME);
    }
  },
  decode(bytes, at, end) {
    checkSpan(bytes, at, end);
    try {
      return parse(readUtf8(bytes, at, end));
    } catch (error) {
      throw outside(error, NAME);
    }
  },
};

function textOf(value: unknown): string {
  try {
    const text = JSON.stringify(value);
    const misfit = jsonMisfit(value);
    if (misfit !== undefined) throw misfit;
    if (text === undefined) throw new Misfit('toJSON answered nothing that JSON has');
    return text;
  } catch (error) {
    throw error instanceof Misfit ? error : reasonFor(value, error);
  }
}

/** `JSON.stringify` names neither the property with the bigint nor, reliably, where the circle is. */
function reasonFor(value: unknown, error: unknown): unknown {
  return tooDeep(error) ?? jsonMisfit(value, []) ?? error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misfit('this is no JSON', error);
  }
}
