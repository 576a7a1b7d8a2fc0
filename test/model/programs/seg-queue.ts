/**
 * `SharedSegQueue`, held against a sequential queue, at the places where its segments end, where its memory grows and
 * where drained segments come back.
 */
import assert from 'node:assert/strict';
import { SharedSegQueue } from 'reveille/queue';
import { integerQueue } from './integer-queue.js';
import { queueModel, RecordedQueue } from './recorded-queue.js';

type Memory = SharedArrayBuffer;

const attach = (memory: Memory): RecordedQueue => new RecordedQueue(SharedSegQueue.attach(memory));

/** Slots of a segment. */
const SEGMENT = 1023;
const CAPACITY = 4 * SEGMENT;

/** Lets `items` go through a queue, of which `left` stay: the last of them is -1, the one before -2. */
function used(queue: SharedSegQueue, items: number, left: number): Memory {
  for (let value = -items; value < 0; value += 1) {
    queue.push(value);
    if (value < -left) queue.pop();
  }
  return queue.share();
}

/** A queue that has memory for three segments already. */
function spacious(): SharedSegQueue {
  const queue = new SharedSegQueue({ capacity: CAPACITY });
  for (let value = 0; value < 2 * SEGMENT; value += 1) queue.push(0);
  while (queue.pop() !== undefined);
  return queue;
}

export const setup = (): Memory => used(spacious(), 0, 0);
/** The next push takes the last slot of a segment. */
export const setupAtLastSlot = (): Memory => used(spacious(), SEGMENT - 1, 0);
/** The same, and the memory of the next segment must be made first. */
export const setupAtEnd = (): Memory => used(new SharedSegQueue({ capacity: CAPACITY }), SEGMENT - 1, 0);
/** The next push takes the last slot but one of a segment. */
export const setupNearEnd = (): Memory => used(spacious(), SEGMENT - 2, 0);
/** One item is in, and the one slot that is left is a segment's last. */
export const setupBeforeLastSlot = (): Memory => used(spacious(), SEGMENT - 1, 1);
/** The first pop takes a segment's last item. */
export const setupAtLastItem = (): Memory => used(spacious(), SEGMENT, 1);
/** The first pop drains a segment, and the next push needs one. */
export const setupToSwap = (): Memory => used(new SharedSegQueue({ capacity: CAPACITY }), 2 * SEGMENT - 1, SEGMENT);
/** One item fits, in a segment's last slot. The memory is large enough. */
export const setupOfOne = (): Memory => used(new SharedSegQueue({ capacity: 1 }), 2 * SEGMENT - 1, 0);
/** Two fit, one in the last slot of a segment. */
export const setupOfTwo = (): Memory => used(new SharedSegQueue({ capacity: 2 }), 2 * SEGMENT - 1, 0);

/** Empty, or with -1 in it. */
export const model = queueModel(CAPACITY);
export const modelWithOne = queueModel(CAPACITY, -1);
export const modelOfOne = queueModel(1);
export const modelOfTwo = queueModel(2);
/** Three fit, and the last slot of a segment is the second that is filled. */
export const setupOfThree = (): Memory => used(new SharedSegQueue({ capacity: 3 }), 2 * SEGMENT - 2, 0);
export const modelOfThree = queueModel(3);

export function producer(memory: Memory): void {
  const queue = attach(memory);
  queue.push(1);
  queue.push(2);
}

export function consumer(memory: Memory): void {
  const queue = attach(memory);
  queue.pop();
  queue.pop();
}

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

/** Pushes two at once, and pops two at once. */
export function leftMany(memory: Memory): void {
  const queue = attach(memory);
  queue.pushMany('a', [11, 12]);
  queue.popMany('b', 2);
}

export function rightMany(memory: Memory): void {
  const queue = attach(memory);
  queue.pushMany('c', [21, 22]);
  queue.popMany('d', 2);
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

/** A queue of 64-bit integers: one is in, two slots are left in its segment, and the next one must be made first. */
export function setupWide(): Memory {
  const queue = new SharedSegQueue({ capacity: CAPACITY, items: 'i64' });
  queue.pushMany(new BigInt64Array(SEGMENT - 2));
  queue.popMany(SEGMENT - 3);
  return queue.share();
}
/** What stands for 0 is in. */
export const modelWide = queueModel(CAPACITY, 0);

const attachWide = (memory: Memory): RecordedQueue =>
  new RecordedQueue(integerQueue(SharedSegQueue.attach(memory, { items: 'i64' })));

/** Pushes four integers at once, over the end of the segment. */
export function wideProducer(memory: Memory): void {
  attachWide(memory).pushMany('g', [1, 2, 3, 4]);
}

/** Pops one integer, and three at once, of which the last is the first of the next segment. */
export function wideConsumer(memory: Memory): void {
  const queue = attachWide(memory);
  queue.pop();
  queue.popMany('h', 3);
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

/** Pops one, and answers it. */
export function taker(memory: Memory): number | undefined {
  return SharedSegQueue.attach(memory).pop();
}

/** Pushes two. */
export function giver(memory: Memory): void {
  const queue = SharedSegQueue.attach(memory);
  queue.push(0);
  queue.push(1);
}

/** Where the memory of the queue has what; see its source and that of its pool. */
const HEAD_SEGMENT = 17;
const TAIL = 32;
const TAIL_SEGMENT = 33;
const MADE = 48;
const FREE = 64;
const FIRST_SEGMENT = 80;
const SEGMENT_WORDS = 2048;

/** Each segment that was ever made is free or in use, and not both: none is lost when two threads want one. */
export function segmentsKept(memory: Memory): void {
  const words = new Int32Array(memory);
  const used: number[] = [];
  for (let at = words[HEAD_SEGMENT] as number; ; at = words[at] as number) {
    used.push((at - FIRST_SEGMENT) / SEGMENT_WORDS);
    if (at === words[TAIL_SEGMENT] || used.length > (words[MADE] as number)) break;
  }
  const made = Array.from({ length: words[MADE] as number }, (_, number) => number);
  const free = made.filter((number) => ((words[FREE] as number) >> number) & 1);
  assert.deepEqual([...used, ...free].sort(), made);
}

/** The oldest item was taken, and the two that were given are there, the second as the first of a segment. */
export function nothingLost(memory: Memory, [taken]: readonly [number | undefined]): void {
  segmentsKept(memory);
  assert.equal(taken, -SEGMENT);
  const words = new Int32Array(memory);
  const tail = words[TAIL] as number;
  const segment = words[TAIL_SEGMENT] as number;
  const [next, first, stamp, value] = words.subarray(segment);
  assert.deepEqual([next, first, stamp, value], [0, tail - 1, tail, 1]);
}
