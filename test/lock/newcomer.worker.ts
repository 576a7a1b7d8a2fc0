/** Comes when it is told to, and waits to be notified. */
import { workerData } from 'node:worker_threads';
import { type LockHandle, Notify } from 'reveille/lock';
import { blockUntilSet } from '../threads/words.js';

export interface Given {
  readonly handle: LockHandle;
  /** Set when it is up; when it is to come; when it was notified. */
  readonly latch: Int32Array;
}

const { handle, latch } = workerData as Given;
const tell = (at: number): void => {
  Atomics.store(latch, at, 1);
  Atomics.notify(latch, at);
};
tell(0);
blockUntilSet(latch, 1);
Notify.attach(handle).notifiedBlocking();
tell(2);
