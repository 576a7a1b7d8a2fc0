/** Reads, and waits to write on its event loop until it reads no more. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LockHandle, RwLock } from 'reveille/lock';
import { untilSet } from '../threads/words.js';

export interface Given {
  readonly lock: LockHandle;
  /** Set by this thread when it waits, and by the other one when it has tried. */
  readonly latch: Int32Array;
}

const { lock: handle, latch } = workerData as Given;
const lock = RwLock.attach(handle);
const reads = lock.readBlocking();
const writes = lock.write().then((guard) => {
  guard[Symbol.dispose]();
  parentPort?.postMessage('written');
});
Atomics.store(latch, 0, 1);
Atomics.notify(latch, 0);
await untilSet(latch, 1);
reads[Symbol.dispose]();
await writes;
