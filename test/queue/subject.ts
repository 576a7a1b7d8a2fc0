import { ArrayQueue, type ItemKind, type Queue, type RingQueue, SegQueue } from 'reveille/queue';
import { type Handle, makeQueue, type NumberQueue } from './number-queue.js';

/** One of the queues, as the conformance suite sees it. */
export interface Subject {
  readonly name: string;
  /** What is made when the test asks for `capacity` items. */
  make(capacity: number): Queue<number>;
  /** Whether the capacity is a limit at all. */
  readonly bounded: boolean;
  /** Whether it carries any value; else numbers. */
  readonly anyValue: boolean;
  /** Whether other threads can attach to it. */
  readonly shared: boolean;
}

export const SUBJECTS: readonly Subject[] = [
  {
    name: 'ArrayQueue',
    make: (capacity) => new ArrayQueue(capacity),
    bounded: true,
    anyValue: true,
    shared: false,
  },
  { name: 'SegQueue', make: () => new SegQueue(), bounded: false, anyValue: true, shared: false },
  ...(['i32', 'f64', 'i64'] as const).flatMap((items) => [
    shared('array', `SharedArrayQueue of ${items}`, items),
    shared('seg', `SharedSegQueue of ${items}`, items),
  ]),
  shared('frame', 'SharedFrameQueue', 'i32'),
];

function shared(kind: Handle['kind'], name: string, items: ItemKind): Subject {
  const make = (capacity: number) => makeQueue(kind, items, capacity);
  return { name, make, bounded: true, anyValue: false, shared: true };
}

/** A queue that threads can attach to. */
export type SharedQueue = NumberQueue;

/** Why a case is not run for a subject, or false when it is. */
export const UNLIMITED = 'it has no limit';
export const ONE_THREAD = 'it belongs to one thread';
export const WORDS_ONLY = 'it carries words, not references';

/** Whether newest items can push out the oldest. */
export function isRing(queue: Queue<number>): queue is RingQueue<number> {
  return 'forcePush' in queue;
}

/** Takes all items. */
export function drain<T>(queue: Queue<T>): T[] {
  const items: T[] = [];
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) items.push(item);
  return items;
}

/** Puts items in until the queue refuses one, and answers how many fitted. */
export function fill(queue: Queue<number>): number {
  let count = 0;
  while (queue.push(count)) count += 1;
  return count;
}
