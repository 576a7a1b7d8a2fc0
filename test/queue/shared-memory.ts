import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import type { SharedQueue } from './subject.js';

/** The layout, from the drawings in the sources: the tests must notice when it changes without its version. */
export const WORD = {
  magic: 0,
  version: 1,
  items: 2,
  capacity: 3,
  head: 16,
  headSegment: 17,
  tail: 32,
  tailSegment: 33,
};
const PASSED = { SharedArrayQueue: 33, SharedSegQueue: 34 };
const SLOTS = 48;
const FIRST = 1;

export function wordsOf(queue: SharedQueue): Int32Array {
  return new Int32Array(queue.share(), 0, queue.share().byteLength >> 2);
}

/** What a ring's positions grow by from one visit of a slot to the next. */
export const lapOf = (capacity: number): number => 2 ** Math.max(1, Math.ceil(Math.log2(capacity)));

/** An empty ring on which so many laps have passed that its next position is `position`, the first of a lap. */
export function ringAt(capacity: number, position: number): SharedArrayQueue {
  const queue = new SharedArrayQueue(capacity);
  const words = wordsOf(queue);
  const lap = lapOf(capacity);
  words[WORD.head] = words[WORD.tail] = words[PASSED.SharedArrayQueue] = position;
  for (let index = 0; index < capacity; index += 1) words[SLOTS + 2 * index] = position - lap + index + 1;
  return queue;
}

/** The same of a segmented queue; `position` is the first of a segment. */
export function segmentsAt(capacity: number, position: number): SharedSegQueue {
  const queue = new SharedSegQueue({ capacity });
  const words = wordsOf(queue);
  words[WORD.head] = words[WORD.tail] = words[PASSED.SharedSegQueue] = position;
  words[(words[WORD.headSegment] as number) + FIRST] = position;
  return queue;
}
