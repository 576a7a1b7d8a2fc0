/** Counts primes, sends the count and wakes whoever waits for it. */
import { workerData } from 'node:worker_threads';
import { SharedWaker, type WakerHandle } from 'reveille';
import { SharedArrayQueue } from 'reveille/queue';

/** What is to be done, and where the answer goes. */
export interface Work {
  readonly below: number;
  readonly answers: SharedArrayBuffer;
  readonly waker: WakerHandle;
}

const { below, answers, waker } = workerData as Work;

/** The sieve of Eratosthenes. */
function countPrimes(): number {
  const composite = new Uint8Array(below);
  let primes = 0;
  for (let n = 2; n < below; n += 1) {
    if (composite[n] === 1) continue;
    primes += 1;
    for (let multiple = n * n; multiple < below; multiple += n) composite[multiple] = 1;
  }
  return primes;
}

SharedArrayQueue.attach(answers).push(countPrimes());
SharedWaker.attach(waker).wake(); // after the push: whoever is woken by it finds the answer
