import { checkInteger, describe } from '../core/check.js';
import {
  type Cells,
  carries,
  type ItemArray,
  type ItemKind,
  type ItemOf,
  isItemArray,
  newCells,
  notAnItem,
} from './items.js';

/**
 * The items of a batch, every one of which the queue can carry: the array itself if it is of the kind's class, else a
 * copy, so that nothing of the caller's (a getter, a proxy) is run once slots are claimed.
 *
 * @throws TypeError or RangeError naming the item that is none; TypeError when `values` is no array.
 */
export function batchOf<K extends ItemKind>(kind: K, values: unknown): Cells<ItemOf<K>> {
  if (isItemArray(kind, values)) return values as unknown as Cells<ItemOf<K>>;
  if (!Array.isArray(values) && !(ArrayBuffer.isView(values) && 'length' in values)) {
    throw new TypeError(`values: expected an array, got ${describe(values)}`);
  }
  const items = newCells(kind, values.length as number);
  for (let i = 0; i < items.length; i += 1) {
    const value: unknown = (values as Cells<unknown>)[i];
    if (!carries(kind, value)) throw notAnItem(kind, `values[${i}]`, value);
    items[i] = value as ItemOf<K>;
  }
  return items;
}

/** @throws TypeError when `into` is not the kind's typed array. */
export function checkItemArray<K extends ItemKind>(kind: K, into: ItemArray<K>): Cells<ItemOf<K>> {
  if (isItemArray(kind, into)) return into as unknown as Cells<ItemOf<K>>;
  const expected = { i32: 'an Int32Array', f64: 'a Float64Array', i64: 'a BigInt64Array' }[kind];
  throw new TypeError(`into: expected ${expected}, got ${describe(into)}`);
}

/** What a queue must have for {@link popMany}. */
interface Poppable<K extends ItemKind> {
  readonly items: K;
  readonly length: number;
  popInto(into: ItemArray<K>): number;
}

/**
 * The items that are in, up to `max`.
 *
 * @throws TypeError or RangeError when `max` is not a whole number from 0 to 4,294,967,295.
 */
export function popMany<K extends ItemKind>(queue: Poppable<K>, max: number): ItemOf<K>[] {
  checkInteger('max', max, 0, 2 ** 32 - 1);
  const cells = newCells(queue.items, Math.min(max, queue.length));
  const count = queue.popInto(cells as unknown as ItemArray<K>);
  const items: ItemOf<K>[] = [];
  for (let i = 0; i < count; i += 1) items.push(cells[i] as ItemOf<K>);
  return items;
}
