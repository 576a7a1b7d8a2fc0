import assert from 'node:assert/strict';
import {
  Barrier,
  Condvar,
  type LockHandle,
  Mutex,
  Notify,
  Once,
  PoisonError,
  RwLock,
  Semaphore,
  WaitGroup,
} from 'reveille/lock';
import { type Pit, pit, sleepForEver } from './pit.js';

/** Whoever takes it finds it free, at once. */
function isFree(guard: Disposable | undefined): void {
  assert.ok(guard !== undefined, 'a dead one has it');
  guard[Symbol.dispose]();
}

/** It tells of the death once, and can be had afterwards. */
async function isPoisoned(lock: { clearPoison(): void }, take: () => Disposable | undefined): Promise<void> {
  let found: unknown;
  try {
    found = take();
  } catch (error) {
    found = error;
  }
  assert.ok(found instanceof PoisonError, 'a death inside is told');
  ((await found.lock()) as Disposable)[Symbol.dispose]();
  lock.clearPoison();
  isFree(take());
}

/** Threads that die while they wait for a lock, or while they have it. */
export const LOCK_PITS: readonly Pit[] = [
  pit<LockHandle>(
    'lock: block',
    () => {
      const mutex = new Mutex();
      const guard = mutex.lockBlocking();
      const check = (): void => {
        guard[Symbol.dispose]();
        isFree(mutex.tryLock());
      };
      return { handle: mutex.share(), check, own: [mutex] };
    },
    (handle, ready) => {
      const mutex = Mutex.attach(handle as never);
      ready();
      mutex.lockBlocking();
    },
  ),
  pit<LockHandle>(
    'sleeps with the lock',
    () => {
      const mutex = new Mutex();
      return {
        handle: mutex.share(),
        check: () => isPoisoned(mutex, () => mutex.tryLock()),
        own: [mutex],
      };
    },
    (handle, ready) => {
      Mutex.attach(handle as never).lockBlocking();
      ready();
      sleepForEver();
    },
  ),
  pit<LockHandle>(
    'lock: write, blocking',
    () => {
      const lock = new RwLock();
      const guard = lock.readBlocking();
      const check = (): void => {
        isFree(lock.tryRead());
        guard[Symbol.dispose]();
        isFree(lock.tryWrite());
      };
      return { handle: lock.share(), check, own: [lock] };
    },
    (handle, ready) => {
      const lock = RwLock.attach(handle as never);
      ready();
      lock.writeBlocking();
    },
  ),
  pit<LockHandle>(
    'lock: read, blocking',
    () => {
      const lock = new RwLock();
      const guard = lock.writeBlocking();
      const check = (): void => {
        guard[Symbol.dispose]();
        isFree(lock.tryWrite());
      };
      return { handle: lock.share(), check, own: [lock] };
    },
    (handle, ready) => {
      const lock = RwLock.attach(handle as never);
      ready();
      lock.readBlocking();
    },
  ),
  pit<LockHandle>(
    'sleeps with the lock',
    () => {
      const lock = new RwLock();
      return {
        handle: lock.share(),
        check: () => isPoisoned(lock, () => lock.tryRead()),
        own: [lock],
      };
    },
    (handle, ready) => {
      RwLock.attach(handle as never).writeBlocking();
      ready();
      sleepForEver();
    },
  ),
  pit<LockHandle>(
    'sleeps as a reader',
    () => {
      const lock = new RwLock();
      return { handle: lock.share(), check: () => isFree(lock.tryWrite()), own: [lock] };
    },
    (handle, ready) => {
      RwLock.attach(handle as never).readBlocking();
      ready();
      sleepForEver();
    },
  ),
  pit<LockHandle>(
    'sleeps with a permit',
    () => {
      const semaphore = new Semaphore(2);
      return { handle: semaphore.share(), check: () => isFree(semaphore.tryAcquire(2)), own: [semaphore] };
    },
    (handle, ready) => {
      Semaphore.attach(handle as never).acquireBlocking(1);
      ready();
      sleepForEver();
    },
  ),
  pit<LockHandle>(
    'waits for a permit',
    () => {
      const semaphore = new Semaphore(2);
      const permit = semaphore.acquireBlocking(1);
      const check = (): void => {
        isFree(semaphore.tryAcquire(1));
        permit[Symbol.dispose]();
        assert.equal(semaphore.available, 2);
      };
      return { handle: semaphore.share(), check, own: [semaphore] };
    },
    (handle, ready) => {
      const semaphore = Semaphore.attach(handle as never);
      ready();
      semaphore.acquireBlocking(2);
    },
  ),
  pit<readonly LockHandle[]>(
    'waits at the condition variable',
    () => {
      const mutex = new Mutex();
      const condvar = new Condvar();
      const check = async (): Promise<void> => {
        condvar.notifyOne();
        // Who was ended before it slept had the mutex.
        const error = await mutex.lock().then(isFree, (error: unknown) => error);
        if (error === undefined) return;
        await isPoisoned(mutex, () => mutex.tryLock());
      };
      return { handle: [mutex.share(), condvar.share()], check, own: [mutex, condvar] };
    },
    ([mutex, condvar], ready) => {
      const guard = Mutex.attach(mutex as never).lockBlocking();
      const there = Condvar.attach(condvar as never);
      ready();
      there.waitBlocking(guard);
    },
  ),
  pit<LockHandle>(
    'waits at the barrier',
    () => {
      const barrier = new Barrier(3);
      // It has arrived, unless it was ended before it slept.
      const check = async (): Promise<void> => {
        const waits = [barrier.wait(), barrier.wait()].map((wait) => wait.then(() => true));
        const soon = new Promise<false>((resolve) => setTimeout(() => resolve(false), 20));
        if (!(await Promise.race([Promise.all(waits), soon]))) waits.push(barrier.wait().then(() => true));
        await Promise.all(waits);
      };
      return { handle: barrier.share(), check, own: [barrier] };
    },
    (handle, ready) => {
      const barrier = Barrier.attach(handle as never);
      ready();
      barrier.waitBlocking();
    },
  ),
  pit<LockHandle>(
    'waits for the group',
    () => {
      const group = new WaitGroup();
      const member = group.clone();
      const check = async (): Promise<void> => {
        member[Symbol.dispose]();
        await group.wait();
      };
      return { handle: group.share(), check, own: [group] };
    },
    (handle, ready) => {
      const group = WaitGroup.attach(handle as never);
      ready();
      group.waitBlocking();
    },
  ),
  pit<LockHandle>(
    'sleeps in a job',
    () => {
      const once = new Once();
      const check = async (): Promise<void> => {
        const error = await once
          .callOnce(() => {})
          .then(
            () => undefined,
            (error: unknown) => error,
          );
        assert.ok(error instanceof PoisonError, 'a death in the midst of the job is told');
        await error.lock();
        assert.ok(once.isCompleted);
      };
      return { handle: once.share(), check, own: [once] };
    },
    (handle, ready) => {
      Once.attach(handle as never).callOnceBlocking(() => {
        ready();
        sleepForEver();
      });
    },
  ),
  pit<LockHandle>(
    'waits for a notification',
    () => {
      const news = new Notify();
      const check = (): void => {
        news.notifyOne();
        assert.ok(news.tryNotified(), 'a dead one takes no notification');
      };
      return { handle: news.share(), check, own: [news] };
    },
    (handle, ready) => {
      const news = Notify.attach(handle as never);
      ready();
      news.notifiedBlocking();
    },
  ),
];
