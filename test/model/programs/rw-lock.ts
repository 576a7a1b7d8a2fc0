/** A reader-writer lock: readers, writers, and threads that give up, or die, as either. */
import assert from 'node:assert/strict';
import { co, Executor } from 'reveille';
import { parking } from 'reveille/executor';
import { type LockHandle, PoisonError, RwLock } from 'reveille/lock';
import { block } from './block.js';
import { die } from './dying.js';
import { seated } from './seated.js';

interface Shared {
  readonly items: Int32Array;
  readonly lock: LockHandle;
}

/** Two words that are equal whenever nobody writes. */
const [LEFT, RIGHT] = [0, 1];

export const setup = (): Shared => ({
  items: new Int32Array(new SharedArrayBuffer(16)),
  lock: new RwLock({ threads: 4 }).share(),
});

const lockOf = ({ lock }: Shared): RwLock => RwLock.attach(lock);

function look(items: Int32Array): void {
  assert.equal(Atomics.load(items, LEFT), Atomics.load(items, RIGHT), 'read while somebody wrote');
}

function change(items: Int32Array): void {
  Atomics.store(items, LEFT, Atomics.load(items, LEFT) + 1);
  Atomics.store(items, RIGHT, Atomics.load(items, RIGHT) + 1);
}

export const reader = seated(lockOf, (lock, { items }) => {
  using _ = block(lock.read());
  look(items);
  return 0;
});

/** Reads before the first step; goes, and comes back. */
export const returner = seated(
  (shared: Shared) => {
    const lock = lockOf(shared);
    return { lock, guard: lock.tryRead() };
  },
  ({ lock, guard }, { items }) => {
    guard?.[Symbol.dispose]();
    using again = lock.tryRead();
    if (again !== undefined) look(items);
    return 0;
  },
);

export const writer = seated(lockOf, (lock, { items }) => {
  using _ = block(lock.write());
  change(items);
  return 1;
});

export const tryingWriter = seated(lockOf, (lock, { items }) => {
  using guard = lock.tryWrite();
  if (guard !== undefined) change(items);
  return guard === undefined ? 0 : 1;
});

export const tryingReader = seated(lockOf, (lock, { items }) => {
  using guard = lock.tryRead();
  if (guard !== undefined) look(items);
  return 0;
});

/** Waits to write, perhaps, and does not want to any more. */
export const quitter = seated(lockOf, (lock, { items }) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let count = 0;
  const waiting = executor.spawn(
    co(function* () {
      using _ = yield* lock.write();
      change(items);
      count = 1;
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
  return count;
});

export const mortalReader = seated(lockOf, (lock) => {
  block(lock.read());
  die();
  return 0;
});

/** Dies in the middle. */
export const mortalWriter = seated(lockOf, (lock, { items }) => {
  block(lock.write());
  Atomics.add(items, LEFT, 1);
  die();
  return 0;
});

/** Puts things right. */
export const heir = seated(lockOf, (lock, { items }) => {
  try {
    using _ = block(lock.write());
    change(items);
  } catch (error) {
    assert.ok(error instanceof PoisonError);
    using _ = block(error.lock());
    Atomics.store(items, RIGHT, Atomics.load(items, LEFT));
    lock.clearPoison();
  }
  return 0;
});

export const heirWhoReads = seated(lockOf, (lock, { items }) => {
  try {
    using _ = block(lock.read());
    look(items);
  } catch (error) {
    assert.ok(error instanceof PoisonError);
  }
  return 0;
});

export function written({ items }: Shared, counts: readonly number[]): void {
  assert.equal(
    items[LEFT],
    counts.reduce((sum, n) => sum + n, 0),
  );
  assert.equal(items[RIGHT], items[LEFT]);
}
