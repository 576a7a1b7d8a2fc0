import { PENDING } from 'reveille';
import {
  Barrier,
  type LockHandle,
  Mutex,
  type MutexGuard,
  Notify,
  type Permit,
  type ReadGuard,
  RwLock,
  Semaphore,
  WaitGroup,
  type WaitGroupHandle,
  type WriteGuard,
} from 'reveille/lock';
import { type Doing, type Here, LIMIT } from '../stage/here.js';
import type { Kind } from './setting.js';

/** The longest wait of one who blocks, so that what is lost is a failure and not a hang. */
const patient = { timeout: LIMIT };
const orPending = <T>(value: T | undefined): T | typeof PENDING => value ?? PENDING;

type Attach<T> = (handle: unknown) => T;
function kind<T extends { share(): unknown }>(name: string, make: () => T, attach: Attach<T>): readonly Kind<T>[] {
  return [{ name, shared: true, make, share: (thing) => thing.share(), attach }];
}

export const MUTEX = kind(
  'Mutex',
  () => new Mutex({ bytes: 8 }),
  (handle) => Mutex.attach(handle as LockHandle),
);
export const RW_LOCK = kind(
  'RwLock',
  () => new RwLock(),
  (handle) => RwLock.attach(handle as LockHandle),
);
export const NOTIFY = kind(
  'Notify',
  () => new Notify(),
  (handle) => Notify.attach(handle as LockHandle),
);
export const semaphoreOf = (permits: number) =>
  kind(
    'Semaphore',
    () => new Semaphore(permits),
    (handle) => Semaphore.attach(handle as LockHandle),
  );
export const barrierOf = (count: number) =>
  kind(
    'Barrier',
    () => new Barrier(count),
    (handle) => Barrier.attach(handle as LockHandle),
  );
export const WAIT_GROUP = kind(
  'WaitGroup',
  () => new WaitGroup(),
  (handle) => WaitGroup.attach(handle as WaitGroupHandle),
);

/** The verbs of the locks, in the grade of the run. */
export const lock = (here: Here, mutex: Mutex): Doing<MutexGuard> =>
  here.take<MutexGuard>({
    try: () => orPending(mutex.tryLock()),
    wait: () => mutex.lock(),
    block: () => mutex.lockBlocking(patient),
  });

export const read = (here: Here, rw: RwLock): Doing<ReadGuard> =>
  here.take<ReadGuard>({
    try: () => orPending(rw.tryRead()),
    wait: () => rw.read(),
    block: () => rw.readBlocking(patient),
  });

export const write = (here: Here, rw: RwLock): Doing<WriteGuard> =>
  here.take<WriteGuard>({
    try: () => orPending(rw.tryWrite()),
    wait: () => rw.write(),
    block: () => rw.writeBlocking(patient),
  });

export const acquire = (here: Here, semaphore: Semaphore, permits = 1): Doing<Permit> =>
  here.take<Permit>({
    try: () => orPending(semaphore.tryAcquire(permits)),
    wait: () => semaphore.acquire(permits),
    block: () => semaphore.acquireBlocking(permits, patient),
  });

export const notified = (here: Here, notify: Notify): Doing<void> =>
  here.take<void>({
    try: () => (notify.tryNotified() ? undefined : PENDING),
    wait: () => notify.notified(),
    block: () => notify.notifiedBlocking(patient),
  });

/** Waits in every grade: of a barrier and of a group there is no verb that tries. */
export const meet = (here: Here, barrier: Barrier): Doing<boolean> =>
  here.take<boolean>(
    { try: () => PENDING, wait: () => barrier.wait(), block: () => barrier.waitBlocking(patient) },
    false,
  );

export const waitFor = (here: Here, group: WaitGroup): Doing<void> =>
  here.take<void>({ try: () => PENDING, wait: () => group.wait(), block: () => group.waitBlocking(patient) }, false);
