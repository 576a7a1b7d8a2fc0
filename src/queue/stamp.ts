import { load, store } from '../platform/index.js';
import type { Cells } from './items.js';

/**
 * What says that a slot's item is there, and of which position it is.
 *
 * ```
 *   pushed alone         stamp p + 1                   stored by an atomic, after the item
 *   pushed as a batch    stamp p + 1, of the first     stored by an atomic, after all items and all other stamps
 *                        stamp ~(p + 1), of the rest   written plainly: the fewer atomics, the faster
 * ```
 *
 * So a stamp `p + 1` vouches for the item, and all that was written before it, to whoever loads it. A stamp `~(p + 1)`
 * vouches for nothing by itself: it must be seen by somebody who knows already that the first of its batch was there.
 * That is anybody who walked there from the first, or who loaded a `head` of `p` or more of that batch: `head` got there
 * from pop to pop by compare-exchanges, and the first of these pops loaded the stamp of the batch's first.
 *
 * The two never meet: where `p` and `q` are positions of one slot, `p + 1 = ~(q + 1)` would make `p + q` odd; slots come
 * again after an even number of positions.
 */
export function stampOf(position: number): number {
  return (position + 1) | 0;
}

/** The stamp of an item that is not the first of its batch. */
export function innerStampOf(position: number): number {
  return ~(position + 1);
}

/**
 * Whether the item of `position` is there, for somebody who knows that all before it are, or loaded `position` as the
 * `head`. The plain look first: within a batch it is all that is needed.
 */
export function isStamped(words: Int32Array, at: number, position: number): boolean {
  // SYNC: pairs with the store in put, or in that of the batch.
  return words[at] === innerStampOf(position) || load(words, at) === stampOf(position);
}

/**
 * Whether it seems to be there, for somebody who looks once more before he takes it, or sleeps. A plain look, of a nanosecond: an atomic one is an
 * eighth of what a value through a channel takes.
 */
export function seemsStamped(words: Int32Array, at: number, position: number): boolean {
  const stamp = words[at];
  return stamp === stampOf(position) || stamp === innerStampOf(position);
}

/** Fills the slot at `at`, which is the caller's by its claim of `position`. */
export function put<T>(words: Int32Array, cells: Cells<T>, at: number, wide: number, position: number, item: T): void {
  cells[itemAt(at, wide)] = item;
  store(words, at, stampOf(position)); // SYNC: hands the item to the pop that loads this stamp
}

/** Where the item of the slot at word `at` is among the items. */
export function itemAt(at: number, wide: number): number {
  return (at >> wide) + 1;
}
