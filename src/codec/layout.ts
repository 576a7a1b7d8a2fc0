import type { Codec } from './codec.js';
import { Misfit, outside } from './misfit.js';

/** Where a layout reads: it moves on as parts are read. */
export class Cursor {
  bytes: Uint8Array;
  at: number;
  end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }
}

/**
 * A {@link Codec} that can also be a part of another one, a field of a {@link record} or the items of a {@link list}.
 * Layouts are made by `record`, `list` and `optional`.
 *
 * @typeParam T - what the values are. It is checked: a value of another type is refused with a `CodecError`.
 *
 * @example
 * ```ts
 * import { type Layout, list, record } from 'reveille/codec';
 *
 * const point: Layout<{ x: number; y: number }> = record({ x: 'f64', y: 'f64' });
 * const path: Layout<{ x: number; y: number }[]> = list(point);
 * console.log(path.name); // list(record(x: f64, y: f64))
 * ```
 */
export abstract class Layout<T> implements Codec<T> {
  abstract readonly name: string;

  /** @internal How many bytes a value has at least. Never 0, so that a list is no longer than its bytes. */
  abstract readonly least: number;

  /** @internal A value of its kind: the engine lays objects out by those it has seen. */
  abstract readonly sample: unknown;

  /**
   * @internal Writes from index `at` and answers the end, or a number below 0 if it doesn't fit. It may also answer an end
   * that is behind that of `bytes`: a write behind the end of a typed array does nothing, so that parts of fixed size need
   * not look.
   * @throws Misfit
   */
  abstract write(value: T, bytes: Uint8Array, at: number): number;

  /**
   * @internal Reads at the cursor and moves it. It may move it behind the end: what is read there is nothing, and whoever
   * owns the cursor looks afterwards.
   * @throws Misfit
   */
  abstract read(cursor: Cursor): T;

  encode(value: T, bytes: Uint8Array, at: number): number {
    try {
      const end = this.write(value, bytes, at);
      return end > bytes.length ? -1 : end;
    } catch (error) {
      throw outside(error, this.name);
    }
  }

  decode(bytes: Uint8Array, at: number, end: number): T {
    try {
      return this.#readAll(new Cursor(bytes, at, end));
    } catch (error) {
      throw outside(error, this.name);
    }
  }

  /** Private, for TypeScript too: another codec with the same public members is no layout. */
  #readAll(cursor: Cursor): T {
    const value = this.read(cursor);
    const left = cursor.end - cursor.at;
    if (left < 0) throw new Misfit('its bytes end too early');
    if (left > 0) throw new Misfit(`${left} bytes are left over`);
    return value;
  }
}
