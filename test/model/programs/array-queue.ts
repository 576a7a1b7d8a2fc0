/** `SharedArrayQueue`, held against a sequential bounded queue. */
import { SharedArrayQueue } from 'reveille/queue';
import { integerQueue } from './integer-queue.js';
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

/** Three fit, in a lap of four: the third index is a lap's last. The next position is that index, in a later lap. */
export function setupOfThree(): Memory {
  const queue = new SharedArrayQueue(3);
  queue.pushMany([90, 91]);
  queue.popMany();
  queue.pushMany([92, 93, 94]);
  queue.popMany();
  return queue.share();
}
/** One of the three is in. */
export function setupOfThreeWithOne(): Memory {
  const memory = setupOfThree();
  SharedArrayQueue.attach(memory).push(95);
  return memory;
}
export const modelOfThree = queueModel(3);
export const modelOfThreeWithOne = queueModel(3, 95);

/** Pushes two at once, and pops two at once. */
export function leftMany(memory: Memory): void {
  const queue = attach(memory);
  queue.pushMany('a', [11, 12]);
  queue.popMany('b', 2);
}

/** Pushes two at once, and pops three at once. */
export function rightMany(memory: Memory): void {
  const queue = attach(memory);
  queue.pushMany('c', [21, 22]);
  queue.popMany('d', 3);
}

/** Pushes three at once. */
export function manyProducer(memory: Memory): void {
  attach(memory).pushMany('e', [1, 2, 3]);
}

/** Pops two at once, and a third. */
export function manyConsumer(memory: Memory): void {
  const queue = attach(memory);
  queue.popMany('f', 2);
  queue.pop();
}

/** A queue of 64-bit integers. */
const attachWide = (memory: Memory): RecordedQueue =>
  new RecordedQueue(integerQueue(SharedArrayQueue.attach(memory, { items: 'i64' })));

/** Two of 64 bits fit; both slots have been used before. */
export function setupWide(): Memory {
  const queue = new SharedArrayQueue(2, { items: 'i64' });
  for (let lap = 0; lap < 2; lap += 1) {
    queue.pushMany([-1n, -1n]);
    queue.popMany();
  }
  return queue.share();
}

/** Pushes two integers, and a third. */
export function wideProducer(memory: Memory): void {
  const queue = attachWide(memory);
  queue.push(1);
  queue.pushMany('g', [2, 3]);
}

export function wideConsumer(memory: Memory): void {
  const queue = attachWide(memory);
  queue.pop();
  queue.popMany('h', 2);
}

/** Pushes an integer and pops one. */
export function wideLeft(memory: Memory): void {
  const queue = attachWide(memory);
  queue.push(10);
  queue.pop();
}

export function wideRight(memory: Memory): void {
  const queue = attachWide(memory);
  queue.push(20);
  queue.pop();
}
