import { HandleError } from '../core/errors.js';
import { allocateShared, attachShared, HEADER_WORDS, type Kind } from '../core/shared-memory.js';
import { type ItemKind, layoutOf } from './items.js';

/** Behind the words that all shared memory starts with. What follows is laid out by the queue's class. */
const ITEMS_AT = HEADER_WORDS;
const CAPACITY_AT = HEADER_WORDS + 1;

/** Words of 64 bytes, the unit in which processors hand memory to each other. */
export const LINE = 16;

/** A shared queue's class. */
export type QueueKind = Extract<Kind, 'ring' | 'segs'>;

/** Memory of a new queue. Plain writes: nobody else knows it yet. Sizes in 32-bit words. */
export function allocateQueue(
  kind: QueueKind,
  items: ItemKind,
  capacity: number,
  words: number,
  maxWords?: number,
): Int32Array<SharedArrayBuffer> {
  const view = new Int32Array(allocateShared(kind, words, maxWords), 0, words);
  view[ITEMS_AT] = layoutOf(items).code;
  view[CAPACITY_AT] = capacity;
  return view;
}

/**
 * A view of a queue from elsewhere, and its capacity, once all that can be checked was: besides what all shared memory
 * says, the kind of its items, and, by the caller's `fits`, that the memory's size is what this capacity takes.
 *
 * @throws TypeError when `buffer` is no shared memory, HandleError when it is not the memory of such a queue.
 */
export function attachQueue(
  buffer: unknown,
  kind: QueueKind,
  items: ItemKind,
  fits: (words: Int32Array<SharedArrayBuffer>, capacity: number) => boolean,
): { readonly words: Int32Array<SharedArrayBuffer>; readonly capacity: number } {
  const { code } = layoutOf(items);
  const words = attachShared('buffer', buffer, kind, LINE);
  if (words[ITEMS_AT] !== code) {
    throw new HandleError(`buffer: its items are of kind ${words[ITEMS_AT]}, expected ${code}, which is '${items}'`);
  }
  const capacity = words[CAPACITY_AT] as number;
  if (fits(words, capacity)) return { words, capacity };
  throw new HandleError(
    `buffer: its ${words.byteLength} bytes do not agree with the capacity of ${capacity} that it states`,
  );
}
