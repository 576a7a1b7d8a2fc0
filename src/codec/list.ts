import { describe } from '../core/check.js';
import { within } from '../core/misplaced.js';
import { type Field, layoutOf, type ValueOf } from './field.js';
import { type Cursor, Layout } from './layout.js';
import { readLength, writeLength } from './length.js';
import { Misfit } from './misfit.js';

/**
 * Arrays of any length, whose items all have one type.
 *
 * Corresponds to `Vec<T>`.
 *
 * @param item - what each item is.
 * @returns a codec, and a layout for the field of a record or for the items of another list.
 * @throws TypeError when `item` is none.
 *
 * @example
 * ```ts
 * import { list } from 'reveille/codec';
 *
 * const lines = list(list('string'));
 * const frame = new Uint8Array(32);
 * const end = lines.encode([['a', 'b'], []], frame, 0);
 * console.log(end, lines.decode(frame, 0, end)); // 7 [ [ 'a', 'b' ], [] ]
 * ```
 */
export function list<const F extends Field>(item: F): Layout<ValueOf<F>[]> {
  return new List(layoutOf('item', item));
}

/** The number of items, and the items. */
class List<T> extends Layout<T[]> {
  readonly name: string;
  readonly least = 1;
  readonly sample: unknown = undefined;
  readonly #item: Layout<T>;

  constructor(item: Layout<T>) {
    super();
    this.name = `list(${item.name})`;
    this.#item = item;
  }

  override write(values: readonly T[], bytes: Uint8Array, at: number): number {
    if (!Array.isArray(values)) throw new Misfit(`expected an array, got ${describe(values)}`);
    const item = this.#item;
    const { length } = values; // once: an item's getter may change it, and the receiver goes by what is written first
    if (at + length * item.least > bytes.length) return -1;
    let end = writeLength(length, bytes, at);
    let i = 0;
    try {
      for (; i < length && end >= 0; i += 1) end = item.write(values[i]!, bytes, end);
    } catch (error) {
      throw within(error, i);
    }
    return end;
  }

  /** Items that end behind the end of the bytes are found out by the owner of the cursor. */
  override read(cursor: Cursor): T[] {
    const item = this.#item;
    const values = new Array<T>(readLength(cursor, item.least));
    let i = 0;
    try {
      for (; i < values.length; i += 1) values[i] = item.read(cursor);
    } catch (error) {
      throw within(error, i);
    }
    return values;
  }
}
