import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import type { Operation } from '../operations.js';
import { type Values, valuesOf } from '../values.js';
import { BATCH, type QueueHandle, type Rig } from './rig.js';

/** Both queues of numbers, of which the kind is known to `values` alone. */
interface Numbers {
  push(value: unknown): boolean;
  pushMany(values: unknown): number;
  pop(): unknown;
  popMany(max: number): unknown[];
  popInto(into: unknown): number;
  forcePush?(value: unknown): unknown;
}

const PUSHES: readonly Operation[] = ['push', 'push: many'];
const POPS: readonly Operation[] = ['pop', 'pop: many', 'pop: into'];

/** A queue of numbers between threads. */
export function numberRig({ make, items, memory }: QueueHandle): Rig {
  const values = valuesOf(items);
  const attached =
    make === 'array' ? SharedArrayQueue.attach(memory, { items }) : SharedSegQueue.attach(memory, { items });
  const queue = attached as unknown as Numbers;
  return {
    pushes: make === 'array' ? [...PUSHES, 'push: forced'] : PUSHES,
    pops: POPS,
    push(way, item, count, evicted) {
      if (way === 'push: many') return queue.pushMany(batchOf(values, item, count));
      if (way !== 'push: forced') return queue.push(values.make(item)) ? 1 : 0;
      const old = queue.forcePush?.(values.make(item));
      if (old !== undefined) evicted(values.read(old));
      return 1;
    },
    pop: (way) => Array.from(popped(queue, way, values), values.read),
  };
}

function popped(queue: Numbers, way: Operation, values: Values): readonly unknown[] {
  if (way === 'pop: many') return queue.popMany(BATCH);
  if (way === 'pop: into') {
    const into = values.room?.(BATCH) ?? [];
    return into.slice(0, queue.popInto(into));
  }
  const value = queue.pop();
  return value === undefined ? [] : [value];
}

/** Several items; every other time as the typed array of their kind. */
function batchOf(values: Values, first: number, length: number): unknown {
  const batch = Array.from({ length }, (_, index) => values.make(first + index));
  return first % 2 === 0 ? values.pack?.(batch) : batch;
}
