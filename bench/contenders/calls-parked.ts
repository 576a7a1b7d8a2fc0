/** The floor: this thread sleeps in `Atomics.wait`, and an event loop answers that sleeps in `Atomics.waitAsync`. */
import { Worker } from 'node:worker_threads';
import type { Ask } from './answers.js';

/** Words: how often was asked and answered, and the number that goes there and comes back. */
export const ASKED = 0;
export const ANSWERED = 1;
export const NUMBER = 2;

export function open(): Ask {
  const words = new Int32Array(new SharedArrayBuffer(12));
  new Worker(new URL('./calls-parked.worker.js', import.meta.url), { workerData: words }).unref();
  let asked = 0;
  return (question) => {
    Atomics.store(words, NUMBER, question as number);
    Atomics.store(words, ASKED, asked + 1);
    Atomics.notify(words, ASKED);
    Atomics.wait(words, ANSWERED, asked);
    asked += 1;
    return Atomics.load(words, NUMBER);
  };
}
