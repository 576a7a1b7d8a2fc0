import { Worker } from 'node:worker_threads';
import { shared } from 'reveille/channel';
import { SharedArrayQueue, SharedSegQueue } from 'reveille/queue';
import { RingBuffer } from 'ringbuf.js';
import type { Shape, Work } from '../scenario.js';
import {
  attach,
  batchOf,
  breathe,
  CAPACITY,
  DONE,
  type End,
  type Means,
  sending,
  TARGET,
  until,
  WORDS,
} from './crossing.js';

type Items = Means['items'];

export const arrayQueue = (shape: Shape, items: Items): Promise<Work> =>
  crossing(shape, 'array', items, new SharedArrayQueue(CAPACITY, { items }).share());

export const segQueue = (shape: Shape): Promise<Work> =>
  crossing(shape, 'segments', 'i32', new SharedSegQueue({ capacity: CAPACITY }).share());

/** A channel with its blocking verbs: of as many items as fit into the others, or of 1024. */
export function channel(shape: Shape, capacity: number): Promise<Work> {
  const [tx, rx] = shared.bounded(capacity, 'i32');
  return crossing(shape, 'channel', 'i32', rx.share(), sending(tx, shape.size));
}

/** The same, but what comes is received on an event loop: by `for await`, or by `recvMany`. */
export function loopedChannel(shape: Shape): Promise<Work> {
  const [tx, rx] = shared.bounded(1024, 'i32');
  return crossing(shape, 'loop', 'i32', rx.share(), sending(tx, shape.size));
}

export function unboundedChannel(shape: Shape): Promise<Work> {
  const [tx, rx] = shared.unbounded('i32', { limit: CAPACITY });
  return crossing(shape, 'channel', 'i32', rx.share(), sending(tx, shape.size));
}

export const ringbuf = (shape: Shape): Promise<Work> =>
  crossing(shape, 'ringbuf', 'i32', RingBuffer.getStorageForCapacity(CAPACITY, Int32Array));

/** A number a message, since that is what there is for numbers. */
export const postMessage = (shape: Shape): Promise<Work> => crossing(shape, 'message', 'i32', new SharedArrayBuffer(0));

async function crossing(
  { size }: Shape,
  kind: Means['kind'],
  items: Items,
  buffer: Means['buffer'],
  here?: End,
): Promise<Work> {
  const words = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  const means: Means = { kind, items, size, buffer, words };
  const worker = new Worker(new URL('./crossing.worker.js', import.meta.url), { workerData: means });
  worker.unref();
  const batch = batchOf(means);
  const end = here ?? (kind === 'message' ? messages(worker) : await attach(means));
  let total = 0;
  return {
    units: size,
    run(iterations) {
      const before = total;
      total = (total + iterations * size) | 0;
      words[TARGET] = total;
      for (let i = 0, looks = 0; i < iterations; i += 1) {
        for (let done = 0; done < size; ) {
          const count = end.push(done === 0 ? batch : batch.subarray(done));
          if (count === 0) looks = breathe(words, looks);
          done += count;
        }
      }
      until(words, DONE, total);
      return (total - before) | 0;
    },
  };
}

function messages(worker: Worker): End {
  return {
    push(batch) {
      for (const item of batch) worker.postMessage(item);
      return batch.length;
    },
    pop: () => 0,
  };
}
