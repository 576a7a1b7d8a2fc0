/** A mutex: threads that count under it, that give up waiting for it, and that die while they have it. */
import assert from 'node:assert/strict';
import { co, Executor, ready } from 'reveille';
import { parking } from 'reveille/executor';
import { type LockHandle, Mutex, PoisonError } from 'reveille/lock';
import { block } from './block.js';
import { die } from './dying.js';

interface Shared {
  readonly items: Int32Array;
  readonly mutex: LockHandle;
}

/** The words of what is counted, and of how many are inside. */
const [COUNT, INSIDE] = [0, 1];

export const setup = (): Shared => ({
  items: new Int32Array(new SharedArrayBuffer(16)),
  mutex: new Mutex({ threads: 4 }).share(),
});

/** Not atomic on purpose. */
function count(items: Int32Array): void {
  assert.equal(Atomics.add(items, INSIDE, 1), 0, 'two threads have the lock');
  Atomics.store(items, COUNT, Atomics.load(items, COUNT) + 1);
  Atomics.sub(items, INSIDE, 1);
}

export function locker({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  using _ = block(mutex.lock());
  count(items);
  return 1;
}

export function lockerTwice(shared: Shared): number {
  return locker(shared) + locker(shared);
}

export function blocker({ items, mutex: handle }: Shared): number {
  block(ready(0));
  const mutex = Mutex.attach(handle);
  using _ = mutex.lockBlocking();
  count(items);
  return 1;
}

export function trier({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  using guard = mutex.tryLock();
  if (guard === undefined) return 0;
  count(items);
  return 1;
}

/** Waits, perhaps, and does not want it any more. */
export function quitter({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let counted = 0;
  const waiting = executor.spawn(
    co(function* () {
      using _ = yield* mutex.lock();
      count(items);
      counted = 1;
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
  return counted;
}

/** Two tasks of one thread. */
export function pair({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  for (let task = 0; task < 2; task += 1) {
    executor.spawn(
      co(function* () {
        using _ = yield* mutex.lock();
        count(items);
      }),
    );
  }
  executor.run();
  return 2;
}

/** Dies with the lock, in the middle of what it does. */
export function mortal({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  block(mutex.lock());
  Atomics.add(items, INSIDE, 1);
  die();
  return 0;
}

/** Hears that the holder has died, if it had the lock by then. */
export function heir({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  try {
    using _ = block(mutex.lock());
    count(items);
    return 1;
  } catch (error) {
    assert.ok(error instanceof PoisonError);
    using _ = block(error.lock());
    Atomics.store(items, INSIDE, 0);
    mutex.clearPoison();
    count(items);
    return 1;
  }
}

export function counted({ items }: Shared, counts: readonly number[]): void {
  assert.equal(
    items[COUNT],
    counts.reduce((sum, n) => sum + n, 0),
  );
}

export const setupOfItems = (): Pick<Shared, 'items'> => ({ items: new Int32Array(new SharedArrayBuffer(16)) });

/** Makes the mutex, so it has its seat before the other one comes. */
export function* keeper(): Generator<object, number, Shared> {
  const mutex = new Mutex({ threads: 4 });
  const { items } = yield { mutex: mutex.share() };
  using _ = block(mutex.lock());
  count(items);
  return 1;
}
