import type { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import type { NumberQueue } from './recorded-queue.js';

/** Makes both halves of an integer say which number it stands for. */
const FACTOR = 2n ** 32n + 1n;

function toNumber(item: bigint): number {
  const value = Number(BigInt.asIntN(32, item));
  if (BigInt(value) * FACTOR !== item) throw new Error(`${item} is of two items`);
  return value;
}

/** A queue of 64-bit integers, as one of numbers. */
export function integerQueue(queue: SharedArrayQueue<'i64'> | SharedSegQueue<'i64'>): NumberQueue {
  return {
    capacity: queue.capacity,
    push: (value) => queue.push(BigInt(value) * FACTOR),
    pop() {
      const item = queue.pop();
      return item === undefined ? undefined : toNumber(item);
    },
    pushMany: (values) => queue.pushMany(values.map((value) => BigInt(value) * FACTOR)),
    popInto(into) {
      const items = new BigInt64Array(into.length);
      const count = queue.popInto(items);
      for (let i = 0; i < count; i += 1) into[i] = toNumber(items[i] as bigint);
      return count;
    },
    get length() {
      return queue.length;
    },
    get isEmpty() {
      return queue.isEmpty;
    },
    get isFull() {
      return queue.isFull;
    },
  };
}
