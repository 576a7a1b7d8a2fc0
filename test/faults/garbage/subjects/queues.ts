import { SharedArrayQueue, SharedFrameQueue, SharedSegQueue } from 'reveille/queue';
import { type Subject, subject, type Used } from '../subject.js';

type Numbers = SharedArrayQueue<'i32'> | SharedSegQueue<'i32'>;
type Large = SharedArrayQueue<'i64'> | SharedSegQueue<'i64'>;

const nothing = (): void => {};

function useNumbers(queue: Numbers): Used {
  const steps = {
    push: () => queue.push(1),
    pop: () => queue.pop(),
    pushMany: () => queue.pushMany([1, 2, 3, 4, 5]),
    popMany: () => queue.popMany(5),
    popInto: () => queue.popInto(new Int32Array(7)),
    popAll: () => queue.popMany(),
    length: () => [queue.length, queue.isEmpty, queue.isFull],
    forcePush: () => (queue instanceof SharedArrayQueue ? queue.forcePush(9) : queue.push(9)),
  };
  return { steps, drop: nothing };
}

function useLarge(queue: Large): Used {
  const steps = {
    push: () => queue.push(1n),
    pop: () => queue.pop(),
    pushMany: () => queue.pushMany([1n, 2n, 3n, 4n]),
    popInto: () => queue.popInto(new BigInt64Array(7)),
  };
  return { steps, drop: nothing };
}

function useFrames(queue: SharedFrameQueue): Used {
  const steps = {
    push: () => queue.push(new Uint8Array(20)),
    pop: () => queue.pop(),
    pushWith: () => queue.pushWith(9, (_, at) => at + 9),
    popWith: () => queue.popWith((bytes, at, end) => bytes.subarray(at, end).length),
    reserve: () => queue.reserve(30)?.commit(10),
    drop: () => queue.reserve(30)?.drop(),
    length: () => [queue.length, queue.isEmpty],
  };
  return { steps, drop: nothing };
}

const isAlive = (owner: number): boolean => owner < 3;

/** Queues, which wait for nobody. */
export const QUEUE_SUBJECTS: Readonly<Record<string, Subject>> = {
  'array queue': subject<SharedArrayBuffer>({
    open(chance) {
      const queue = new SharedArrayQueue(1 + chance.below(9));
      return { ...useNumbers(queue), handle: queue.share(), memory: [queue.share()] };
    },
    attach: (handle) => useNumbers(SharedArrayQueue.attach(handle)),
  }),
  'array queue of i64': subject<SharedArrayBuffer>({
    open(chance) {
      const queue = new SharedArrayQueue(1 + chance.below(9), { items: 'i64' });
      return { ...useLarge(queue), handle: queue.share(), memory: [queue.share()] };
    },
    attach: (handle) => useLarge(SharedArrayQueue.attach(handle, { items: 'i64' })),
  }),
  'segment queue': subject<SharedArrayBuffer>({
    open(chance) {
      const queue = new SharedSegQueue({ capacity: chance.of([3, 5_000]) });
      for (let items = chance.of([0, 1020, 2045]); items > 0; items -= 1) queue.push(items);
      return { ...useNumbers(queue), handle: queue.share(), memory: [queue.share()] };
    },
    attach: (handle) => useNumbers(SharedSegQueue.attach(handle)),
  }),
  'segment queue of i64': subject<SharedArrayBuffer>({
    open() {
      const queue = new SharedSegQueue({ items: 'i64' });
      return { ...useLarge(queue), handle: queue.share(), memory: [queue.share()] };
    },
    attach: (handle) => useLarge(SharedSegQueue.attach(handle, { items: 'i64' })),
  }),
  'frame queue': subject<SharedArrayBuffer>({
    open() {
      const queue = new SharedFrameQueue({ bytes: 512, owner: 1, isAlive });
      return { ...useFrames(queue), handle: queue.share(), memory: [queue.share()] };
    },
    attach: (handle) => useFrames(SharedFrameQueue.attach(handle, { owner: 2, isAlive })),
  }),
};
