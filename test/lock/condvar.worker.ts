/** A thread that waits at a condition variable, or calls one who does. */
import { parentPort, workerData } from 'node:worker_threads';
import { TimeoutError } from 'reveille';
import { Condvar, type LockHandle, Mutex } from 'reveille/lock';
import { Latch } from '../support/latch.js';

export interface Orders {
  readonly what: 'wait' | 'notify';
  readonly mutex: LockHandle;
  readonly condvar: LockHandle;
  /** Arrived at when it has the mutex and is going to wait; when it has notified. */
  readonly latch: SharedArrayBuffer;
}

const { what, latch: buffer, ...handles } = workerData as Orders;
const latch = new Latch(buffer);
using condvar = Condvar.attach(handles.condvar);
if (what === 'notify') {
  condvar.notifyOne();
  latch.arrive();
  parentPort?.once('message', () => {}); // goes on: the end of a thread would make all others look
} else {
  using mutex = Mutex.attach(handles.mutex);
  using guard = mutex.lockBlocking();
  latch.arrive();
  try {
    condvar.waitBlocking(guard, { timeout: 20_000 });
    parentPort?.postMessage('called');
  } catch (error) {
    parentPort?.postMessage(error instanceof TimeoutError ? 'not called' : String(error));
  }
}
