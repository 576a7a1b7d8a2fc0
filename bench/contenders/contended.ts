/** A lock that two threads want, each in a loop without end: what a turn takes this one. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type LockHandle, Mutex } from 'reveille/lock';
import type { Work } from '../scenario.js';
import { FutexMutex } from './futex-mutex.js';

/** What the other thread is started with. */
export interface Rival {
  readonly handle?: LockHandle;
  readonly word?: Int32Array;
}

async function contended(rival: Rival, turn: () => void): Promise<Work> {
  const worker = new Worker(new URL('./contended.worker.js', import.meta.url), { workerData: rival });
  await once(worker, 'message'); // it locks from now on
  worker.unref();
  return {
    units: 1,
    run(iterations) {
      for (let i = 0; i < iterations; i += 1) turn();
      return iterations;
    },
  };
}

export function mutexOfTwo(): Promise<Work> {
  const mutex = new Mutex();
  return contended({ handle: mutex.share() }, () => mutex.lockBlocking()[Symbol.dispose]());
}

export function futexOfTwo(): Promise<Work> {
  const mutex = new FutexMutex(new Int32Array(new SharedArrayBuffer(4)));
  return contended({ word: mutex.word }, () => {
    mutex.lock();
    mutex.unlock();
  });
}
