import { parentPort, workerData } from 'node:worker_threads';
import { Mutex } from 'reveille/lock';
import type { Rival } from './contended.js';
import { FutexMutex } from './futex-mutex.js';

const { handle, word } = workerData as Rival;
parentPort?.postMessage('ready');

if (handle !== undefined) {
  const mutex = Mutex.attach(handle);
  for (;;) mutex.lockBlocking()[Symbol.dispose]();
} else {
  const mutex = new FutexMutex(word as Int32Array);
  for (;;) {
    mutex.lock();
    mutex.unlock();
  }
}
