import { type Field, layoutOf, type ValueOf } from './field.js';
import { readFlag } from './flag.js';
import { type Cursor, Layout } from './layout.js';

/**
 * A value or `undefined`, for a byte more. In a {@link record}, the property may be left out too; it arrives as
 * `undefined`.
 *
 * Corresponds to `Option<T>`.
 *
 * @param field - what the value is, when it is there.
 * @returns a layout for a field, and a codec.
 * @throws TypeError when `field` is none.
 *
 * @example
 * ```ts
 * import { optional, record } from 'reveille/codec';
 *
 * const note = record({ at: 'f64', text: optional('string') });
 * const frame = new Uint8Array(32);
 * const end = note.encode({ at: 1 }, frame, 0);
 * console.log(end, note.decode(frame, 0, end)); // 9 { at: 1, text: undefined }
 * ```
 */
export function optional<const F extends Field>(field: F): Layout<ValueOf<F> | undefined> {
  return new Optional(layoutOf('field', field));
}

/** A byte that is 1 before a value, or 0 alone. */
class Optional<T> extends Layout<T | undefined> {
  readonly name: string;
  readonly least = 1;
  readonly sample: unknown = undefined;
  readonly #value: Layout<T>;

  constructor(value: Layout<T>) {
    super();
    this.name = `optional(${value.name})`;
    this.#value = value;
  }

  override write(value: T | undefined, bytes: Uint8Array, at: number): number {
    bytes[at] = value === undefined ? 0 : 1;
    return value === undefined ? at + 1 : this.#value.write(value, bytes, at + 1);
  }

  override read(cursor: Cursor): T | undefined {
    return readFlag(cursor) ? this.#value.read(cursor) : undefined;
  }
}
