import { parentPort, workerData } from 'node:worker_threads';
import { attachTo, type Handle } from './number-queue.js';

/** What one thread does to the queue. */
export type Job =
  /** Pushes `items` words from `first` on. */
  | { readonly verb: 'produce' | 'produceMany' | 'force'; readonly items: number; readonly first: number }
  /** Takes words until all consumers together have taken `items`. */
  | { readonly verb: 'consume' | 'consumeMany'; readonly items: number }
  /** Tries to pop so often. */
  | { readonly verb: 'look'; readonly items: number }
  /** Pushes and pops in turn, which must both succeed. */
  | { readonly verb: 'pair'; readonly items: number };

interface Data {
  readonly handle: Handle;
  readonly latch: Int32Array;
  readonly taken: SharedArrayBuffer;
  readonly job: Job;
}

const { handle, latch, taken, job } = workerData as Data;
const queue = attachTo(handle);
const count = new Int32Array(taken);
const bed = new Int32Array(new SharedArrayBuffer(4));

/** Attempts in vain before a thread gives up, many seconds of them: an item must be lost. */
const HOPELESS = 5_000_000;

/** Leaves the processor to the threads that this one waits for; correctness does not depend on it. */
function breathe(attempt: number): void {
  if (attempt % 100 === 99) Atomics.wait(bed, 0, 0, 0.1);
  if (attempt > HOPELESS) throw new Error(`no progress: ${queue.length} items in, ${Atomics.load(count, 0)} taken`);
}

function produce(items: number, first: number): number[] {
  for (let item = first; item < first + items; item += 1) {
    for (let attempt = 0; !queue.push(item); attempt += 1) breathe(attempt);
  }
  return [];
}

/** In batches of changing length. */
function produceMany(items: number, first: number): number[] {
  for (let done = 0, attempt = 0; done < items; attempt += 1) {
    const length = Math.min(1 + (attempt % 9), items - done);
    const count = queue.pushMany(Array.from({ length }, (_, i) => first + done + i));
    if (count === 0) breathe(attempt);
    done += count;
  }
  return [];
}

function consumeMany(items: number): number[] {
  const mine: number[] = [];
  for (let attempt = 0; Atomics.load(count, 0) < items; attempt += 1) {
    const batch = queue.popMany(1 + (attempt % 7));
    mine.push(...batch);
    Atomics.add(count, 0, batch.length);
    if (batch.length === 0) breathe(attempt);
  }
  return mine;
}

function consume(items: number): number[] {
  const mine: number[] = [];
  for (let attempt = 0; Atomics.load(count, 0) < items; attempt += 1) {
    const item = queue.pop();
    if (item === undefined) {
      breathe(attempt);
    } else {
      mine.push(item);
      Atomics.add(count, 0, 1);
      attempt = 0;
    }
  }
  return mine;
}

function force(items: number, first: number): number[] {
  const out: number[] = [];
  for (let item = first; item < first + items; item += 1) {
    const oldest = queue.forcePush?.(item);
    if (oldest !== undefined) out.push(oldest);
  }
  return out;
}

function look(times: number): number[] {
  return Array.from({ length: times }, () => queue.pop()).filter((item) => item !== undefined);
}

/** Answers what went wrong: -1 for a push that was refused, -2 for a pop that found nothing. */
function pair(items: number): number[] {
  const failures: number[] = [];
  for (let item = 0; item < items; item += 1) {
    if (!queue.push(item)) failures.push(-1);
    if (queue.pop() === undefined) failures.push(-2);
  }
  return failures;
}

function work(): number[] {
  if (job.verb === 'produce') return produce(job.items, job.first);
  if (job.verb === 'force') return force(job.items, job.first);
  if (job.verb === 'produceMany') return produceMany(job.items, job.first);
  if (job.verb === 'consume') return consume(job.items);
  if (job.verb === 'consumeMany') return consumeMany(job.items);
  return job.verb === 'look' ? look(job.items) : pair(job.items);
}

Atomics.add(latch, 0, 1);
Atomics.notify(latch, 0);
Atomics.wait(latch, 1, 0);
parentPort?.postMessage(work());
