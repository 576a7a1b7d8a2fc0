import { ArrayQueue, SegQueue, SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import type { Shape, Work } from '../scenario.js';
import { ITEM, steady } from './queues.js';

const WORD = 7;

export function arrayQueue({ size }: Shape): Work {
  const queue = new ArrayQueue<object>(size);
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
export function sharedArrayQueue({ size }: Shape): Work {
  const queue = new SharedArrayQueue(size);
  return steady(
    size,
    WORD,
    (word) => queue.push(word),
    () => queue.pop(),
  );
}

export function sharedSegQueue({ size }: Shape): Work {
  const queue = new SharedSegQueue();
  return steady(
    size,
    WORD,
    (word) => queue.push(word),
    () => queue.pop(),
  );
}
