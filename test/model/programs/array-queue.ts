/** `SharedArrayQueue`, held against a sequential bounded queue. */
import { SharedArrayQueue } from 'reveille/queue';
import { models, record } from 'reveille/testing';

type Memory = SharedArrayBuffer;

const push = (queue: SharedArrayQueue, value: number): boolean => record('push', [value], () => queue.push(value));
const pop = (queue: SharedArrayQueue): number | undefined => record('pop', [], () => queue.pop());

export const setupOfOne = (): Memory => new SharedArrayQueue(1).share();
export const setupOfTwo = (): Memory => new SharedArrayQueue(2).share();

/** The one slot has been used before, so its stamp is that of an earlier lap. */
export function setupInLaterLap(): Memory {
  const queue = new SharedArrayQueue(1);
  for (let value = 90; value < 93; value += 1) {
    queue.push(value);
    queue.pop();
  }
  return queue.share();
}

export const modelOfOne = models.queue(1);
export const modelOfTwo = models.queue(2);

/** Pushes two. */
export function producer(memory: Memory): void {
  const queue = SharedArrayQueue.attach(memory);
  push(queue, 1);
  push(queue, 2);
}

/** Pops twice. */
export function consumer(memory: Memory): void {
  const queue = SharedArrayQueue.attach(memory);
  pop(queue);
  pop(queue);
}

/** Pushes one and pops one. */
export function left(memory: Memory): void {
  const queue = SharedArrayQueue.attach(memory);
  push(queue, 10);
  pop(queue);
}

export function right(memory: Memory): void {
  const queue = SharedArrayQueue.attach(memory);
  push(queue, 20);
  pop(queue);
}

export function single(memory: Memory): void {
  push(SharedArrayQueue.attach(memory), 30);
}

/** Pushes two, the second in place of the oldest if need be. */
export function forcing(memory: Memory): void {
  const queue = SharedArrayQueue.attach(memory);
  push(queue, 1);
  record('forcePush', [2], () => queue.forcePush(2));
}

export function forcingToo(memory: Memory): void {
  const queue = SharedArrayQueue.attach(memory);
  record('forcePush', [3], () => queue.forcePush(3));
  pop(queue);
}
