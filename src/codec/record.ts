import { describe } from '../core/check.js';
import { type Field, layoutOf, type ValueOf } from './field.js';
import { type Cursor, Layout } from './layout.js';
import { Misfit } from './misfit.js';
import { type Layouts, type RecordCode, recordCode } from './record-code.js';

/**
 * What a {@link record} is made of: its fields by name.
 *
 * @example
 * ```ts
 * import { type Fields, record } from 'reveille/codec';
 *
 * const point = { x: 'f64', y: 'f64' } as const satisfies Fields;
 * console.log(record(point).name); // record(x: f64, y: f64)
 * ```
 */
export type Fields = Readonly<Record<string, Field>>;

/**
 * The type of the values of a {@link record}, from the record itself or from its fields.
 *
 * @example
 * ```ts
 * import { optional, record, type RecordOf } from 'reveille/codec';
 *
 * const user = record({ id: 'u32', name: 'string', age: optional('u8') });
 * type User = RecordOf<typeof user>; // { id: number; name: string; age?: number | undefined }
 *
 * const ada: User = { id: 1, name: 'Ada' };
 * console.log(ada.name); // Ada
 * ```
 */
export type RecordOf<R> =
  R extends Layout<infer T>
    ? T
    : R extends Fields
      ? {
          -readonly [K in keyof R as undefined extends ValueOf<R[K]> ? never : K]: ValueOf<R[K]>;
        } & {
          -readonly [K in keyof R as undefined extends ValueOf<R[K]> ? K : never]?: ValueOf<R[K]>;
        } extends infer Both
        ? { [K in keyof Both]: Both[K] } // so that it is shown as one object
        : never
      : never;

/**
 * Objects with these properties, each of one type. Only the values are written, in the order of the fields: nothing is
 * smaller or faster. Every value is checked; other properties of an object stay behind.
 *
 * Where programs may compile code, a record compiles its own; a page whose content security policy forbids that loses half
 * of the speed, and nothing else.
 *
 * Corresponds to a `struct` with `#[derive(Serialize, Deserialize)]`, in the format of `bincode`.
 *
 * @param fields - what each property is; at least one. They are read once.
 * @returns a codec, and a layout for a field of another record or for the items of a list.
 * @throws TypeError when `fields` is no object with at least one field, or one of them is none, or is called `__proto__`.
 *
 * @example
 * ```ts
 * import { CodecError, list, record } from 'reveille/codec';
 * import assert from 'node:assert/strict';
 *
 * const order = record({ id: 'u32', items: list(record({ name: 'string', price: 'f64' })), paid: 'bool' });
 *
 * const frame = new Uint8Array(64);
 * const end = order.encode({ id: 7, items: [{ name: 'tea', price: 3.5 }], paid: true }, frame, 0);
 * console.log(end, order.decode(frame, 0, end).items); // 18 [ { name: 'tea', price: 3.5 } ]
 *
 * assert.throws(() => order.encode({ id: -1, items: [], paid: false }, frame, 0), CodecError);
 * ```
 */
export function record<const F extends Fields>(fields: F): Layout<RecordOf<F>> {
  return new RecordLayout(layoutsOf(fields)) as unknown as Layout<RecordOf<F>>;
}

function layoutsOf(fields: Fields): Layouts {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new TypeError(`fields: expected an object, got ${describe(fields)}`);
  }
  const layouts = new Map<string, Layout<unknown>>();
  for (const [key, field] of Object.entries(fields)) {
    if (key === '__proto__') throw new TypeError('fields.__proto__: expected another name');
    layouts.set(key, layoutOf(`fields.${key}`, field));
  }
  if (layouts.size === 0) throw new TypeError('fields: expected at least one field');
  return layouts;
}

/** Quoted unless it is a word, so that no two records that differ have the same name. */
const plain = (key: string): string => (/^[\w$]+$/.test(key) ? key : JSON.stringify(key));

class RecordLayout extends Layout<Record<string, unknown>> {
  readonly name: string;
  readonly least: number;
  readonly sample: unknown = undefined;
  readonly #code: RecordCode;

  constructor(layouts: Layouts) {
    super();
    this.name = `record(${[...layouts].map(([key, { name }]) => `${plain(key)}: ${name}`).join(', ')})`;
    this.least = [...layouts.values()].reduce((sum, { least }) => sum + least, 0);
    this.#code = recordCode(layouts);
  }

  override write(values: Record<string, unknown>, bytes: Uint8Array, at: number): number {
    if (typeof values !== 'object' || values === null) throw new Misfit(`expected an object, got ${describe(values)}`);
    return at + this.least > bytes.length ? -1 : this.#code.write(values, bytes, at);
  }

  override read(cursor: Cursor): Record<string, unknown> {
    return this.#code.read(cursor);
  }
}
