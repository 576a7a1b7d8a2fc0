/** A thread that takes a part of a lock, says so, and ends, or goes on, as it is told. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LockHandle, Mutex, Once, RwLock, Semaphore, WaitGroup, type WaitGroupHandle } from 'reveille/lock';

/** What it is told. */
export interface Orders {
  readonly what: keyof typeof TAKE;
  readonly handle: LockHandle;
  readonly end: 'exit' | 'throw' | 'stay' | 'drop';
}

const kept: unknown[] = [];
const keep = <T>(value: T): T => {
  kept.push(value);
  return value;
};

const TAKE = {
  mutex: (handle: LockHandle) => keep(Mutex.attach(handle)).lockBlocking(),
  write: (handle: LockHandle) => keep(RwLock.attach(handle)).writeBlocking(),
  read: (handle: LockHandle) => keep(RwLock.attach(handle)).readBlocking(),
  permits: (handle: LockHandle) => keep(Semaphore.attach(handle)).acquireBlocking(2),
  member: (handle: LockHandle) => WaitGroup.attach(handle as WaitGroupHandle),
  once: (handle: LockHandle) => {
    keep(Once.attach(handle)).callOnceBlocking(() => {
      say();
      finish();
    });
    return { [Symbol.dispose]() {} };
  },
};

const { what, handle, end } = workerData as Orders;
const held = keep(TAKE[what](handle));
if (what !== 'once') say();
parentPort?.once('message', finish);

function say(): void {
  parentPort?.postMessage('has it');
}

function finish(): void {
  if (end === 'exit') process.exit(1);
  if (end === 'throw') throw new Error('as told');
  if (end === 'drop') held[Symbol.dispose]();
  if (end === 'drop') parentPort?.postMessage('gave it back');
}
