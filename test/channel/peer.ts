import { Worker } from 'node:worker_threads';
import type { EndHandle } from 'reveille/channel';
import type { Orders, Report } from './peer.worker.js';

/** Another thread with one end of a channel, as the test sees it. */
export class Peer implements AsyncDisposable {
  readonly worker: Worker;
  /** The end is there. */
  readonly attached: Promise<void>;
  /** What came of it. */
  readonly report: Promise<Report>;
  readonly exited: Promise<number>;

  constructor(orders: Orders) {
    const worker = new Worker(new URL('./peer.worker.js', import.meta.url), { workerData: orders });
    this.worker = worker;
    const failed = new Promise<never>((_, reject) => {
      worker.on('error', (error: Error) => {
        if (error.message !== 'as told') reject(error); // which may overtake what it said before
      });
    });
    this.attached = Promise.race([new Promise<void>((resolve) => worker.once('message', () => resolve())), failed]);
    const reported = new Promise<Report>((resolve) => {
      worker.on('message', (message: Report | 'attached') => {
        if (message !== 'attached') resolve(message);
      });
    });
    this.report = Promise.race([reported, failed]);
    this.exited = new Promise((resolve) => worker.once('exit', resolve));
    for (const promise of [failed, this.attached, this.report]) promise.catch(() => {}); // who awaits it is told
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.terminate();
  }
}

const [SEATS_AT, HEAD, SEAT] = [32, 16, 16];

/** How many of the threads that have seats stand in the row of those who wait to send (0) or to receive (1). */
function waiting({ channel }: EndHandle, row: 0 | 1): number {
  const words = new Int32Array(channel);
  let count = 0;
  for (let at = SEATS_AT + HEAD; at < words.length; at += SEAT)
    if (Atomics.load(words, at + 4 + 4 * row) !== 0) count += 1;
  return count;
}

/** Waits until so many threads wait to send (0) or to receive (1); by a look at the memory, for nothing tells. */
export async function untilWaiting(handle: EndHandle, row: 0 | 1, threads: number): Promise<void> {
  while (waiting(handle, row) < threads) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** The seats that are taken. */
export function seatsTaken({ channel }: EndHandle): number {
  const words = new Int32Array(channel);
  let count = 0;
  for (let at = SEATS_AT + HEAD; at < words.length; at += SEAT) if (Atomics.load(words, at) !== 0) count += 1;
  return count;
}

export const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);
