import { load } from '../platform/index.js';
import type { Cells } from './items.js';
import { innerStampOf, itemAt, stampOf } from './stamp.js';

/** The memory of a queue, as its slots. */
export interface Slots<T> {
  readonly words: Int32Array;
  /** The same memory as items. */
  readonly cells: Cells<T>;
  /** 1 when items take two words, else 0. */
  readonly wide: number;
}

/*
 * A run of slots that lie side by side, as those of a batch do unless a ring begins again in its midst. The two loops are bare:
 * a call in them, even one that is seldom made, has V8 load the arrays' lengths and addresses anew for each item, and popping
 * took nearly twice as long. And stamps and items have a loop each, though they share their lines: a loop that does little for each slot
 * has more lines on their way from the other processor at a time.
 */

/**
 * Fills slots of a batch, but for its first one, which vouches for them and so is stamped last.
 *
 * @param at - the word of the stamp of the first of these slots, which is that of `position`.
 * @param items - those from `from` on, up to `to`, are put there.
 */
export function fillInner<T>(
  { words, cells, wide }: Slots<T>,
  at: number,
  position: number,
  items: Cells<T>,
  from: number,
  to: number,
): void {
  const stride = 2 << wide;
  for (let i = from, cell = itemAt(at, wide); i < to; i += 1, cell += 2) cells[cell] = items[i] as T;
  for (let i = from, word = at, stamp = innerStampOf(position); i < to; i += 1, word += stride) {
    words[word] = stamp;
    stamp = (stamp - 1) | 0; // that of the next position
  }
}

/**
 * Copies what is there, from the slot at word `at` on, which is that of `position`, into `items` from `from` on, up to `to`. For
 * somebody who loaded the `head`, as `isStamped` says.
 *
 * @returns the place behind the last item that was there.
 */
export function copyRun<T>(
  slots: Slots<T>,
  at: number,
  position: number,
  items: Cells<T>,
  from: number,
  to: number,
): number {
  const { words, cells, wide } = slots;
  let word = at;
  let p = position;
  for (let end = from; ; end += 1) {
    const inner = copyInner(slots, word, p, items, end, to);
    word += (inner - end) << (1 + wide);
    p = (p + inner - end) | 0;
    end = inner;
    // SYNC: pairs with the store in put, or in that of the batch.
    if (end === to || load(words, word) !== stampOf(p)) return end;
    items[end] = cells[itemAt(word, wide)] as T;
    word += 2 << wide;
    p = (p + 1) | 0;
  }
}

/** The same, up to the next item that is not an inner one of a batch. */
function copyInner<T>(
  { words, cells, wide }: Slots<T>,
  at: number,
  position: number,
  items: Cells<T>,
  from: number,
  to: number,
): number {
  const stride = 2 << wide;
  let end = from;
  for (let word = at, stamp = innerStampOf(position); end < to && words[word] === stamp; end += 1) {
    word += stride;
    stamp = (stamp - 1) | 0;
  }
  for (let i = from, cell = itemAt(at, wide); i < end; i += 1, cell += 2) items[i] = cells[cell] as T;
  return end;
}
