import { describe } from '../core/check.js';

/**
 * What the items of a shared queue are: signed 32-bit words, doubles, or signed 64-bit integers.
 *
 * Corresponds to `i32`, `f64` and `i64` as the `T` of crossbeam's queues.
 *
 * @example
 * ```ts
 * import { type ItemKind, SharedArrayQueue } from 'reveille/queue';
 *
 * const kinds: ItemKind[] = ['i32', 'f64', 'i64'];
 * console.log(kinds.map((items) => new SharedArrayQueue(8, { items }).share().byteLength)); // [ 256, 320, 320 ]
 * ```
 */
export type ItemKind = 'i32' | 'f64' | 'i64';

/**
 * An item of that kind: a `number`, or a `bigint` of the 64-bit integers.
 *
 * @typeParam K - the kind of the items.
 *
 * @example
 * ```ts
 * import { type ItemOf, SharedArrayQueue } from 'reveille/queue';
 *
 * const queue = new SharedArrayQueue(8, { items: 'i64' });
 * const most: ItemOf<'i64'> = 2n ** 63n - 1n;
 * queue.push(most);
 * console.log(queue.pop()); // 9223372036854775807n
 * ```
 */
export type ItemOf<K extends ItemKind> = K extends 'i64' ? bigint : number;

/**
 * The typed array whose elements are items of that kind: what batches are copied from and to without a look at each item.
 *
 * @typeParam K - the kind of the items.
 *
 * @example
 * ```ts
 * import { type ItemArray, SharedArrayQueue } from 'reveille/queue';
 *
 * const queue = new SharedArrayQueue(8, { items: 'f64' });
 * queue.pushMany([0.5, 1.5]);
 * const batch: ItemArray<'f64'> = new Float64Array(4);
 * console.log(batch.subarray(0, queue.popInto(batch))); // Float64Array(2) [ 0.5, 1.5 ]
 * ```
 */
export type ItemArray<K extends ItemKind> = { i32: Int32Array; f64: Float64Array; i64: BigInt64Array }[K];

/** An array of items, of whatever kind. */
export interface Cells<T> {
  readonly length: number;
  [at: number]: T;
}

/** How items of a kind lie in shared memory. */
export interface Layout {
  /** What the header says. */
  readonly code: number;
  /** 1 when items take two words, else 0: words are shifted by this where slots are counted. */
  readonly wide: 0 | 1;
  readonly View: new (memory: ArrayBufferLike | number, at?: number, length?: number) => object;
}

const LAYOUTS: Readonly<Record<ItemKind, Layout>> = {
  i32: { code: 1, wide: 0, View: Int32Array },
  f64: { code: 2, wide: 1, View: Float64Array },
  i64: { code: 3, wide: 1, View: BigInt64Array },
};

/** @throws TypeError naming the option, when `kind` is none. */
export function layoutOf(kind: ItemKind): Layout {
  if (Object.hasOwn(LAYOUTS, kind)) return LAYOUTS[kind];
  throw new TypeError(`options.items: expected 'i32', 'f64' or 'i64', got ${describe(kind)}`);
}

/** An array of `length` items, of the kind's typed array. */
export function newCells<K extends ItemKind>(kind: K, length: number): Cells<ItemOf<K>> {
  return new (layoutOf(kind).View)(length) as Cells<ItemOf<K>>;
}

/** All of the memory as items. */
export function cellsOf<K extends ItemKind>(kind: K, words: Int32Array): Cells<ItemOf<K>> {
  const { View, wide } = layoutOf(kind);
  return new View(words.buffer, 0, words.length >> wide) as Cells<ItemOf<K>>;
}

/** Whether it is the kind's own typed array, of whatever realm. */
export function isItemArray<K extends ItemKind>(kind: K, value: unknown): value is ItemArray<K> {
  const { View } = LAYOUTS[kind];
  if (value instanceof View) return true; // a tenth of the time that the tag takes
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === `[object ${View.name}]`;
}

/** Whether a queue of that kind can carry the value. A switch, not a table of functions: those are not inlined. */
export function carries(kind: ItemKind, value: unknown): boolean {
  if (kind === 'i32') return typeof value === 'number' && (value | 0) === value;
  if (kind === 'f64') return typeof value === 'number';
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
}

/** Tells why a queue of that kind can't carry the value. Apart from {@link carries}, which is thus short enough to inline. */
export function notAnItem(kind: ItemKind, name: string, value: unknown): TypeError | RangeError {
  if (kind === 'i64') {
    if (typeof value !== 'bigint') return new TypeError(`${name}: expected a bigint, got ${describe(value)}`);
    return new RangeError(`${name}: expected a bigint from -2^63 to 2^63 - 1, got ${value}`);
  }
  if (typeof value !== 'number') return new TypeError(`${name}: expected a number, got ${describe(value)}`);
  return new RangeError(`${name}: expected a whole number from -2147483648 to 2147483647, got ${value}`);
}
