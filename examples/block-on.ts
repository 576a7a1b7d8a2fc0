/** Waiting for another thread's work: `blockOn` parks this thread, with no event loop, until a worker has the answer. */
import { Worker } from 'node:worker_threads';
import { blockOn, type Future, PENDING, pollFn } from 'reveille';
import { SharedArrayQueue } from 'reveille/queue';
import type { Work } from './block-on-primes.worker.js';

/** How many primes there are below a number; counted by a thread of its own, which starts at the first poll. */
function primesBelow(below: number): Future<number> {
  const answers = new SharedArrayQueue(1);
  let worker: Worker | undefined;
  return pollFn((cx) => {
    if (worker === undefined) {
      const workerData: Work = { below, answers: answers.share(), waker: cx.waker.share() };
      worker = new Worker(new URL('./block-on-primes.worker.js', import.meta.url), { workerData });
    }
    return answers.pop() ?? PENDING;
  });
}

console.log('primes below 1000000:', blockOn(primesBelow(1_000_000), { timeout: 60_000 }));
