/** The threads that the queues are checked with: each loads this module, and runs one of its functions. */
import { models, record } from 'reveille/testing';
import { BYTES, CAPACITY, ClaimedQueue, NaiveQueue, type Queue, StampedQueue } from './naive-queue-rings.js';

interface Shared {
  readonly kind: 'naive' | 'claimed' | 'stamped';
  readonly words: Int32Array;
}

const empty = (): Int32Array => new Int32Array(new SharedArrayBuffer(BYTES));

// Set-up: one function a queue.

export const naive = (): Shared => ({ kind: 'naive', words: empty() });

export const claimed = (): Shared => ({ kind: 'claimed', words: empty() });

export function stamped(): Shared {
  const words = empty();
  StampedQueue.initialise(words);
  return { kind: 'stamped', words };
}

/** What all of them must look like. */
export const model = models.queue(CAPACITY);

const queues = { naive: NaiveQueue, claimed: ClaimedQueue, stamped: StampedQueue };

/** The queue in that memory; each operation is noted, to be held against the model. */
function attach({ kind, words }: Shared): Queue {
  const queue: Queue = new queues[kind](words);
  return {
    push: (value) => record('push', [value], () => queue.push(value)),
    pop: () => record('pop', [], () => queue.pop()),
  };
}

// The threads.

export function producer(shared: Shared): void {
  const queue = attach(shared);
  queue.push(1);
  queue.push(2);
}

export function consumer(shared: Shared): void {
  const queue = attach(shared);
  queue.pop();
  queue.pop();
}

/** Gives its main thread something to do. */
export function worker(shared: Shared): void {
  attach(shared).push(1);
}

/** Gives itself something to do, and does all that there is. */
export function main(shared: Shared): void {
  const queue = attach(shared);
  queue.push(2);
  queue.pop();
  queue.pop();
}
