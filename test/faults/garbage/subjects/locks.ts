import { Barrier, Condvar, type LockHandle, Mutex, Notify, Once, RwLock, Semaphore, WaitGroup } from 'reveille/lock';
import { LIMIT, type Step, type Subject, subject, type Used } from '../subject.js';

interface Shared extends Disposable {
  share(): LockHandle;
}

/** Guards are dropped at once. */
const free = (guard: Disposable | undefined): void => guard?.[Symbol.dispose]();

function lock<L extends Shared>(
  make: () => L,
  attach: (handle: never) => L,
  steps: (lock: L) => Readonly<Record<string, Step>>,
): Subject {
  const use = (lock: L): Used => ({ steps: steps(lock), drop: () => lock[Symbol.dispose]() });
  return subject<LockHandle>({
    open() {
      const made = make();
      const handle = made.share();
      return { ...use(made), handle, memory: [handle.buffer] };
    },
    attach: (handle) => use(attach(handle as never)),
  });
}

const conditions: Subject = subject<readonly [LockHandle, LockHandle]>({
  open() {
    const [mutex, condvar] = [new Mutex(), new Condvar()];
    const handle = [mutex.share(), condvar.share()] as const;
    return { ...useCondvar(mutex, condvar), handle, memory: handle.map(({ buffer }) => buffer) };
  },
  attach: ([mutex, condvar]) => useCondvar(Mutex.attach(mutex as never), Condvar.attach(condvar as never)),
});

function useCondvar(mutex: Mutex, condvar: Condvar): Used {
  const steps = {
    wait: async () => {
      using guard = await mutex.lock(LIMIT);
      await condvar.wait(guard, LIMIT);
    },
    waitBlocking: () => {
      using guard = mutex.lockBlocking(LIMIT);
      condvar.waitBlocking(guard, LIMIT);
    },
    notifyOne: () => condvar.notifyOne(),
    notifyAll: () => condvar.notifyAll(),
  };
  const drop = (): void => {
    mutex[Symbol.dispose]();
    condvar[Symbol.dispose]();
  };
  return { steps, drop };
}

/** All locks. */
export const LOCK_SUBJECTS: Readonly<Record<string, Subject>> = {
  mutex: lock(
    () => new Mutex({ bytes: 8 }),
    Mutex.attach,
    (mutex) => ({
      tryLock: () => free(mutex.tryLock()),
      lock: async () => free(await mutex.lock(LIMIT)),
      lockBlocking: () => free(mutex.lockBlocking(LIMIT)),
      clearPoison: () => mutex.clearPoison(),
    }),
  ),
  'reader-writer lock': lock(
    () => new RwLock(),
    RwLock.attach,
    (lock) => ({
      tryRead: () => free(lock.tryRead()),
      tryWrite: () => free(lock.tryWrite()),
      read: async () => free(await lock.read(LIMIT)),
      write: async () => free(await lock.write(LIMIT)),
      readBlocking: () => free(lock.readBlocking(LIMIT)),
      writeBlocking: () => free(lock.writeBlocking(LIMIT)),
      clearPoison: () => lock.clearPoison(),
    }),
  ),
  semaphore: lock(
    () => new Semaphore(3),
    Semaphore.attach,
    (semaphore) => ({
      tryAcquire: () => free(semaphore.tryAcquire(2)),
      acquire: async () => free(await semaphore.acquire(1, LIMIT)),
      acquireBlocking: () => free(semaphore.acquireBlocking(2, LIMIT)),
      available: () => semaphore.available,
      release: () => {
        semaphore.tryAcquire(1)?.forget();
        semaphore.release(1);
      },
    }),
  ),
  'condition variable': conditions,
  barrier: lock(
    () => new Barrier(2),
    Barrier.attach,
    (barrier) => ({
      wait: async () => await barrier.wait(LIMIT),
      waitBlocking: () => barrier.waitBlocking(LIMIT),
    }),
  ),
  'wait group': lock(
    () => new WaitGroup(),
    WaitGroup.attach,
    (group) => ({
      clone: () => free(group.clone()),
      wait: async () => await group.clone().wait(LIMIT),
      waitBlocking: () => group.clone().waitBlocking(LIMIT),
    }),
  ),
  once: lock(
    () => new Once(),
    Once.attach,
    (once) => ({
      callOnce: async () => await once.callOnce(() => {}, LIMIT),
      callOnceBlocking: () => once.callOnceBlocking(() => {}, LIMIT),
      isCompleted: () => [once.isCompleted, once.isPoisoned],
    }),
  ),
  notify: lock(
    () => new Notify(),
    Notify.attach,
    (news) => ({
      notifyOne: () => news.notifyOne(),
      notifyWaiters: () => news.notifyWaiters(),
      tryNotified: () => news.tryNotified(),
      notified: async () => await news.notified(LIMIT),
      notifiedBlocking: () => news.notifiedBlocking(LIMIT),
    }),
  ),
};
