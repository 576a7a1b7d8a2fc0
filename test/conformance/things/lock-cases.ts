/** Cases of mutexes, of locks for readers and writers, and of semaphores. */
import assert from 'node:assert/strict';
import { co, pending, TimeoutError, timeout } from 'reveille';
import type { Mutex, RwLock, Semaphore } from 'reveille/lock';
import type { Doing, Here } from '../stage/here.js';
import { acquire, lock, MUTEX, RW_LOCK, read, semaphoreOf, write } from './locks.js';
import { onThings, type Part } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** A word that is read, and written some time later: nothing but the lock keeps two of them apart. */
const TALLY = 40;
function* addTo(here: Here, by: number): Doing<void> {
  const seen = here.steps[TALLY]!;
  yield* here.turn();
  here.steps[TALLY] = seen + by;
}

/** All have added what they were to add. */
const added = (here: Here, total: number): void => assert.equal(here.steps[TALLY], total);

/** Locked and unlocked, again and again, by one. */
export const straight = onThings<Mutex>(MUTEX, [
  function* (here, mutex) {
    for (const n of upTo(10)) {
      using guard = yield* lock(here, mutex);
      assert.equal(guard.bytes[0], n);
      guard.bytes[0] = n + 1;
    }
  },
]);

/** A second one does not get it before the first one lets it go. */
export const readiness = onThings<Mutex>(MUTEX, [
  function* (here, mutex) {
    const guard = yield* lock(here, mutex);
    here.signal(0);
    yield* here.until(1);
    yield* here.lull();
    guard.bytes[0] = 7;
    guard[Symbol.dispose]();
  },
  function* (here, mutex) {
    yield* here.until(0);
    assert.equal(mutex.tryLock(), undefined);
    here.signal(1);
    using guard = yield* lock(here, mutex);
    assert.equal(guard.bytes[0], 7);
  },
]);

/** Whatever is between its being read and its being written is nobody else's. */
export const contested = onThings<Mutex>(
  MUTEX,
  upTo(4).map(
    (): Part<Mutex> =>
      function* (here, mutex) {
        for (const _ of upTo(15)) {
          using _guard = yield* lock(here, mutex);
          yield* addTo(here, 1);
        }
        here.signal(0);
        yield* here.until(0, 4);
        added(here, 60);
      },
  ),
);

/** A task that is dropped while it has the lock, or while it waits for it, leaves it free. */
export const aborted = onThings<Mutex>(MUTEX, [
  function* (_, mutex) {
    const holding = co(function* () {
      using _guard = yield* mutex.lock();
      yield* pending();
    });
    yield* late(holding);
    {
      using _guard = yield* mutex.lock();
      yield* late(mutex.lock());
    }
    using guard = mutex.tryLock();
    assert.notEqual(guard, undefined);
  },
]);

function* late(future: ReturnType<typeof pending> | ReturnType<Mutex['lock']>): Doing<void> {
  try {
    yield* timeout(future as ReturnType<typeof pending>, 1);
    assert.fail('it was in time');
  } catch (error) {
    assert.ok(error instanceof TimeoutError);
  }
}

/** Who tries gets it, or does not. */
export const tryLock = onThings<Mutex>(MUTEX, [
  function* (_, mutex) {
    const guard = mutex.tryLock();
    assert.notEqual(guard, undefined);
    assert.equal(mutex.tryLock(), undefined);
    guard?.[Symbol.dispose]();
    using again = mutex.tryLock();
    assert.notEqual(again, undefined);
  },
]);

/** Readers share it; a writer has it alone. */
export const tryReadTryWrite = onThings<RwLock>(RW_LOCK, [
  function* (here, rw) {
    const readers = [yield* read(here, rw), yield* read(here, rw)];
    assert.equal(rw.tryWrite(), undefined);
    for (const reader of readers) reader[Symbol.dispose]();
    const writer = yield* write(here, rw);
    assert.deepEqual([rw.tryRead(), rw.tryWrite()], [undefined, undefined]);
    writer[Symbol.dispose]();
    using reader = rw.tryRead();
    assert.notEqual(reader, undefined);
  },
]);

/** A writer gets it when the last reader goes. */
export const writerAfterReaders = onThings<RwLock>(RW_LOCK, [
  function* (here, rw) {
    const reader = yield* read(here, rw);
    here.signal(0);
    yield* here.until(1);
    yield* here.lull();
    assert.equal(here.count(2), 0);
    reader[Symbol.dispose]();
  },
  function* (here, rw) {
    yield* here.until(0);
    assert.equal(rw.tryWrite(), undefined);
    here.signal(1);
    using _writer = yield* write(here, rw);
    here.signal(2);
  },
]);

/** Writers add, and a reader never sees half of it. */
export const writersAndReader = onThings<RwLock>(RW_LOCK, [
  function* (here, rw) {
    for (const _ of upTo(10)) {
      using _reader = yield* read(here, rw);
      const seen = here.steps[TALLY]!;
      yield* here.turn();
      added(here, seen);
    }
    yield* here.until(0, 3);
    added(here, 10 * (2 + 3 + 5));
  },
  ...[2, 3, 5].map(
    (by): Part<RwLock> =>
      function* (here, rw) {
        for (const _ of upTo(10)) {
          using _writer = yield* write(here, rw);
          yield* addTo(here, by);
        }
        here.signal(0);
      },
  ),
]);

/** So many permits as there are, and no more. */
export const tryAcquire = onThings<Semaphore>(semaphoreOf(3), [
  function* (here, semaphore) {
    const one = yield* acquire(here, semaphore);
    const two = yield* acquire(here, semaphore, 2);
    assert.deepEqual([semaphore.available, semaphore.tryAcquire()], [0, undefined]);
    one[Symbol.dispose]();
    two[Symbol.dispose]();
    assert.equal(semaphore.available, 3);
  },
]);

/** A permit that is given back, or added, is for one who waits. */
export const givenBack = onThings<Semaphore>(semaphoreOf(1), [
  function* (here, semaphore) {
    const permit = yield* acquire(here, semaphore);
    here.signal(0);
    yield* here.until(1);
    yield* here.lull();
    permit[Symbol.dispose]();
    yield* here.until(2);
    semaphore.release(2);
  },
  function* (here, semaphore) {
    yield* here.until(0);
    assert.equal(semaphore.tryAcquire(), undefined);
    here.signal(1);
    (yield* acquire(here, semaphore)).forget();
    here.signal(2);
    using _two = yield* acquire(here, semaphore, 2);
  },
]);

/** A permit that is forgotten is not given back. */
export const forgotten = onThings<Semaphore>(semaphoreOf(1), [
  function* (here, semaphore) {
    (yield* acquire(here, semaphore)).forget();
    assert.deepEqual([semaphore.available, semaphore.tryAcquire()], [0, undefined]);
  },
]);

/** Many at once, of whom never more than there are permits have one; in the end all are back. */
export const stress = onThings<Semaphore>(
  semaphoreOf(5),
  [1, 2, 3, 4].map(
    (wants): Part<Semaphore> =>
      function* (here, semaphore) {
        for (const _ of upTo(10)) {
          using _permit = yield* acquire(here, semaphore, wants);
          assert.ok(Atomics.add(here.steps, TALLY, wants) + wants <= 5);
          yield* here.turn();
          Atomics.sub(here.steps, TALLY, wants);
        }
        here.signal(0);
        yield* here.until(0, 4);
        assert.equal(semaphore.available, 5);
      },
  ),
);
