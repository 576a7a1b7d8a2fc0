import { ArrayQueue, type Queue, SegQueue, SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import type { Shape, Work } from '../scenario.js';
import { ITEM, steady } from './queues.js';

const WORD = 7;

/** Of the queues that have one; bounded queues are mostly made larger than what is usually in them. */
const CAPACITY = 1024;

export function arrayQueue({ size }: Shape): Work {
  const queue = new ArrayQueue<object>(CAPACITY);
  return steady(
    size,
    ITEM,
    (item) => queue.push(item),
    () => queue.pop(),
  );
}

export function segQueue({ size }: Shape): Work {
  const queue = new SegQueue<object>();
  return steady(
    size,
    ITEM,
    (item) => queue.push(item),
    () => queue.pop(),
  );
}

/** Words on shared memory, with nobody else there. */
export const sharedArrayQueue = (shape: Shape): Work => words(shape, new SharedArrayQueue(CAPACITY), WORD);

/** The same filled to its limit: each push has to find out that a slot was freed. */
export const sharedArrayQueueAtItsLimit = (shape: Shape): Work => words(shape, new SharedArrayQueue(shape.size), WORD);

/** Doubles on shared memory. */
export const sharedArrayQueueOfDoubles = (shape: Shape): Work =>
  words(shape, new SharedArrayQueue(CAPACITY, { items: 'f64' }), 0.5);

/** 64-bit integers on shared memory. */
export const sharedArrayQueueOfIntegers = (shape: Shape): Work =>
  words(shape, new SharedArrayQueue(CAPACITY, { items: 'i64' }), 7n);

/** Words on shared memory, of any number. */
export const sharedSegQueue = (shape: Shape): Work => words(shape, new SharedSegQueue(), WORD);

function words<T>({ size }: Shape, queue: Queue<T>, item: T): Work {
  return steady(
    size,
    item,
    (word) => queue.push(word),
    () => queue.pop(),
  );
}
