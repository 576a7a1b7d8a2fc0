/** The ideal: two threads that compute their halves, without a queue and without a message. */
import { Worker } from 'node:worker_threads';
import type { Work } from '../scenario.js';

/** Words: the turn, jobs of this turn for each thread, threads that are done with it. */
export const TURN = 0;
export const SHARE = 1;
export const DONE = 2;

const THREADS = 2;

export function bareWorkers(jobs: number): Work {
  const words = new Int32Array(new SharedArrayBuffer(12));
  for (let i = 0; i < THREADS; i += 1) {
    new Worker(new URL('./bare-workers.worker.js', import.meta.url), { workerData: words }).unref();
  }
  return {
    units: jobs,
    run(iterations) {
      Atomics.store(words, DONE, 0);
      Atomics.store(words, SHARE, (iterations * jobs) / THREADS);
      Atomics.add(words, TURN, 1);
      Atomics.notify(words, TURN);
      for (let done = 0; done < THREADS; done = Atomics.load(words, DONE)) Atomics.wait(words, DONE, done);
      return iterations * jobs;
    },
  };
}
