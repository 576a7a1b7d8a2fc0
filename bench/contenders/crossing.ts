import type { EndHandle, Receiver, Sender } from 'reveille/channel';

/** Items on their way from the main thread to another one, by whatever means. */

/** The words that both threads share, besides the means: what this run comes to, what has come, and where to nap. */
export const TARGET = 0;
export const DONE = 1;
const BED = 2;
export const WORDS = 3;

/** Looks in vain before a thread gives its processor away for a moment. */
const SPINS = 2000;

/** One end of a channel, at either thread. Both answer how many items went through: 0 when it is full, or empty. */
export interface End {
  push(batch: Batch): number;
  pop(batch: Batch): number;
}

/** Where items come from, and go to. */
export type Batch = Int32Array | Float64Array | BigInt64Array;

/** The means, by the names of their contenders. Plain data, for the other thread. */
export interface Means {
  readonly kind: 'array' | 'segments' | 'channel' | 'loop' | 'ringbuf' | 'message';
  readonly items: 'i32' | 'f64' | 'i64';
  /** How many items at a time. */
  readonly size: number;
  /** Of a channel, its receiver. */
  readonly buffer: SharedArrayBuffer | EndHandle;
  readonly words: Int32Array;
}

/** Counts what has come, and tells the thread that sends once all of a run has. */
export function counting(words: Int32Array): (items: number) => void {
  let total = 0;
  return (items) => {
    total = (total + items) | 0;
    if (total !== words[TARGET]) return;
    Atomics.store(words, DONE, total);
    Atomics.notify(words, DONE);
  };
}

/** Blocks until that word has that value. Threads that write it notify, or are looked at every so many milliseconds. */
export function until(words: Int32Array, at: number, value: number, ms = 1000): void {
  for (let now = Atomics.load(words, at); now !== value; now = Atomics.load(words, at))
    Atomics.wait(words, at, now, ms);
}

/** How many items fit. */
export const CAPACITY = 16_384;

const VIEWS = { i32: Int32Array, f64: Float64Array, i64: BigInt64Array };

export function batchOf({ items, size }: Means): Batch {
  return new VIEWS[items](size);
}

/** One more look in vain; the number of looks so far. */
export function breathe(words: Int32Array, looks: number): number {
  if (looks % SPINS === SPINS - 1) Atomics.wait(words, BED, 0, 0.05);
  return looks + 1;
}

/** The end of the means at the other thread, or, of what has no ends, at this one. */
export async function attach({ kind, items, size, buffer: memory }: Means): Promise<End> {
  if (kind === 'channel') return receiving(memory as EndHandle, items, size);
  const buffer = memory as SharedArrayBuffer;
  if (kind === 'ringbuf') {
    const { RingBuffer } = await import('ringbuf.js');
    const ring = new RingBuffer(buffer, Int32Array);
    return {
      push: (batch) => ring.push(batch as Int32Array, batch.length),
      pop: (batch) => ring.pop(batch as Int32Array, batch.length),
    };
  }
  const { SharedArrayQueue, SharedSegQueue } = await import('reveille/queue');
  const queue = (kind === 'array' ? SharedArrayQueue : SharedSegQueue).attach(buffer, { items });
  if (size > 1) return { push: (batch) => queue.pushMany(batch), pop: (batch) => queue.popInto(batch) };
  return {
    push: ([item]) => (queue.push(item as never) ? 1 : 0),
    pop: () => (queue.pop() === undefined ? 0 : 1),
  };
}

/** Sends, and blocks while the channel is full. */
export function sending(tx: Sender<number>, size: number): End {
  return {
    push(batch) {
      if (size === 1) tx.sendBlocking(batch[0] as number);
      else tx.sendManyBlocking(batch as Int32Array);
      return batch.length;
    },
    pop: () => 0,
  };
}

/** Receives on its event loop, for as long as the channel is open. */
export async function loop({ buffer, items, size }: Means, count: (items: number) => void): Promise<void> {
  const { shared } = await import('reveille/channel');
  const rx = shared.attachReceiver(buffer as EndHandle, items) as Receiver<number>;
  if (size === 1) for await (const _ of rx) count(1);
  else for (;;) count((await rx.recvMany(size)).length);
}

/** Receives, and blocks while the channel is empty. */
async function receiving(handle: EndHandle, items: Means['items'], size: number): Promise<End> {
  const { shared } = await import('reveille/channel');
  const rx = shared.attachReceiver(handle, items) as Receiver<number>;
  const one = (): number => {
    rx.recvBlocking();
    return 1;
  };
  return { push: () => 0, pop: size === 1 ? one : (batch) => rx.recvIntoBlocking(batch as Int32Array) };
}
