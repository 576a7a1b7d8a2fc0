/** `SharedSegQueue`, held against a sequential queue, at the places where its segments end. */
import { SharedSegQueue } from 'reveille/queue';
import { models, record } from 'reveille/testing';

type Memory = SharedArrayBuffer;

const push = (queue: SharedSegQueue, value: number): boolean => record('push', [value], () => queue.push(value));
const pop = (queue: SharedSegQueue): number | undefined => record('pop', [], () => queue.pop());

/** Slots of a segment. */
const SEGMENT = 1023;

/** A queue through which `items` went, of which `left` are in still. Memory for three segments is made already. */
function used(items: number, left: number): Memory {
  const queue = new SharedSegQueue({ capacity: 4 * SEGMENT });
  for (let value = 0; value < 2 * SEGMENT; value += 1) queue.push(-1);
  while (queue.pop() !== undefined);
  for (let value = 0; value < items; value += 1) {
    if (value >= items - left) queue.push(value - items);
    else {
      queue.push(-1);
      queue.pop();
    }
  }
  return queue.share();
}

export const setup = (): Memory => used(0, 0);
/** The next push takes the last slot of a segment. */
export const setupAtLastSlot = (): Memory => used(SEGMENT - 1, 0);
/** One item is in, and the one slot that is left is a segment's last. */
export const setupBeforeLastSlot = (): Memory => used(SEGMENT - 1, 1);
/** The first pop takes a segment's last item. */
export const setupAtLastItem = (): Memory => used(SEGMENT, 1);

/** Empty, or with -1 in it. */
export const model = models.queue();
export function modelWithOne(): object {
  const queue = models.queue()() as { push(value: number): boolean };
  queue.push(-1);
  return queue;
}

export function producer(memory: Memory): void {
  const queue = SharedSegQueue.attach(memory);
  push(queue, 1);
  push(queue, 2);
}

export function consumer(memory: Memory): void {
  const queue = SharedSegQueue.attach(memory);
  pop(queue);
  pop(queue);
}

export function left(memory: Memory): void {
  const queue = SharedSegQueue.attach(memory);
  push(queue, 10);
  pop(queue);
}

export function right(memory: Memory): void {
  const queue = SharedSegQueue.attach(memory);
  push(queue, 20);
  pop(queue);
}

export function single(memory: Memory): void {
  push(SharedSegQueue.attach(memory), 30);
}
