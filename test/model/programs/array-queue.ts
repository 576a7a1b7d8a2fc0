/** `SharedArrayQueue`, held against a sequential bounded queue. */
import { SharedArrayQueue } from 'reveille/queue';
import { queueModel, RecordedQueue } from './recorded-queue.js';

type Memory = SharedArrayBuffer;

const attach = (memory: Memory): RecordedQueue => new RecordedQueue(SharedArrayQueue.attach(memory));

function holding(capacity: number, ...items: readonly number[]): Memory {
  const queue = new SharedArrayQueue(capacity);
  for (const item of items) queue.push(item);
  return queue.share();
}

export const setupOfOne = (): Memory => holding(1);
export const setupOfTwo = (): Memory => holding(2);
/** Two fit, and one is in. */
export const setupHalfFull = (): Memory => holding(2, 90);
export const setupFull = (): Memory => holding(2, 90, 91);

/** The one slot has been used before, so its stamp is that of an earlier lap. */
export function setupInLaterLap(): Memory {
  const queue = new SharedArrayQueue(1);
  for (let value = 90; value < 93; value += 1) {
    queue.push(value);
    queue.pop();
  }
  return queue.share();
}

export const modelOfOne = queueModel(1);
export const modelOfTwo = queueModel(2);
export const modelHalfFull = queueModel(2, 90);
export const modelFull = queueModel(2, 90, 91);

/** Pushes two. */
export function producer(memory: Memory): void {
  const queue = attach(memory);
  queue.push(1);
  queue.push(2);
}

/** Pops twice. */
export function consumer(memory: Memory): void {
  const queue = attach(memory);
  queue.pop();
  queue.pop();
}

/** Pushes one and pops one. */
export function left(memory: Memory): void {
  const queue = attach(memory);
  queue.push(10);
  queue.pop();
}

export function right(memory: Memory): void {
  const queue = attach(memory);
  queue.push(20);
  queue.pop();
}

export function single(memory: Memory): void {
  attach(memory).push(30);
}

/** Pushes two, the second in place of the oldest if need be. */
export function forcing(memory: Memory): void {
  const queue = attach(memory);
  queue.push(1);
  queue.forcePush(2);
}

export function forcingToo(memory: Memory): void {
  const queue = attach(memory);
  queue.forcePush(3);
  queue.pop();
}

/** Pushes two in place of the oldest. */
export function forcingTwice(memory: Memory): void {
  const queue = attach(memory);
  queue.forcePush(4);
  queue.forcePush(5);
}

/** Pops one and pushes one. */
export function turner(memory: Memory): void {
  const queue = attach(memory);
  queue.pop();
  queue.push(40);
}

/** Asks how many are in. */
export function measurer(memory: Memory): void {
  attach(memory).length();
}

/** Asks whether there are none, or no more could be. */
export function tester(memory: Memory): void {
  const queue = attach(memory);
  queue.isEmpty();
  queue.isFull();
}
