/** A mutex: threads that count under it, that give up waiting for it, and that die while they have it. */
import assert from 'node:assert/strict';
import { co, Executor, ready } from 'reveille';
import { parking } from 'reveille/executor';
import { type LockHandle, Mutex, PoisonError } from 'reveille/lock';
import { block } from './block.js';
import { die } from './dying.js';
import { seated } from './seated.js';

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

const mutexOf = ({ mutex }: Shared): Mutex => Mutex.attach(mutex);

/** Not atomic on purpose. */
function count(items: Int32Array): void {
  assert.equal(Atomics.add(items, INSIDE, 1), 0, 'two threads have the lock');
  Atomics.store(items, COUNT, Atomics.load(items, COUNT) + 1);
  Atomics.sub(items, INSIDE, 1);
}

/** Takes its seat while the other one is at work. */
export function lateLocker({ items, mutex: handle }: Shared): number {
  const mutex = Mutex.attach(handle);
  using _ = block(mutex.lock());
  count(items);
  return 1;
}

export const locker = seated(mutexOf, (mutex, { items }) => {
  using _ = block(mutex.lock());
  count(items);
  return 1;
});

export const blocker = seated(mutexOf, (mutex, { items }) => {
  block(ready(0));
  using _ = mutex.lockBlocking();
  count(items);
  return 1;
});

export const trier = seated(mutexOf, (mutex, { items }) => {
  using guard = mutex.tryLock();
  if (guard === undefined) return 0;
  count(items);
  return 1;
});

/** Waits, perhaps, and does not want it any more. */
export const quitter = seated(mutexOf, (mutex, { items }) => {
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
});

/** Two tasks of one thread. */
export const pair = seated(mutexOf, (mutex, { items }) => {
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
});

/** Dies with the lock, in the middle of what it does. */
export const mortal = seated(mutexOf, (mutex, { items }) => {
  block(mutex.lock());
  Atomics.add(items, INSIDE, 1);
  die();
  return 0;
});

/** Hears that the holder has died, if it had the lock by then. */
export const heir = seated(mutexOf, (mutex, { items }) => {
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
});

export function counted({ items }: Shared, counts: readonly number[]): void {
  assert.equal(
    items[COUNT],
    counts.reduce((sum, n) => sum + n, 0),
  );
}
