import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, pending, select, TimeoutError, timeout } from 'reveille';
import { bounded, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { Barrier, Condvar, Mutex, Notify, Once, RwLock, Semaphore, WaitGroup } from 'reveille/lock';
import { Parker, parkTimeout } from 'reveille/park';
import { offload, pool } from 'reveille/threads';
import { moduleOf } from '../threads/folder.js';

const SOON = { timeout: 5 };

/** Waits that nobody ends. Each is made, and given its limit. */
const WAITS: Readonly<Record<string, () => unknown>> = {};

for (const [name, make] of Object.entries({
  'bounded(1)': () => bounded<number>(1),
  'shared.bounded(1)': () => shared.bounded(1, 'i32'),
  'bounded(0)': () => bounded<number>(0),
  'shared.bounded(0)': () => shared.bounded(0, 'i32'),
})) {
  const full = () => {
    const [tx, rx] = make();
    if (!name.includes('0')) tx.trySend(1);
    return { tx, rx };
  };
  Object.assign(WAITS, {
    [`${name} sendBlocking`]: () => full().tx.sendBlocking(2, SOON),
    [`${name} sendManyBlocking`]: () => full().tx.sendManyBlocking([2, 3], SOON),
    [`${name} recvBlocking`]: () => use(make(), ([, rx]) => rx.recvBlocking(SOON)),
    [`${name} recvManyBlocking`]: () => use(make(), ([, rx]) => rx.recvManyBlocking(2, SOON)),
  });
}

/** Keeps all of it until it is done. */
function use<T, R>(all: T, wait: (all: T) => R): R {
  const result = wait(all);
  kept.push(all);
  return result;
}
const kept: unknown[] = [];

Object.assign(WAITS, {
  blockOn: () => blockOn(pending(), SOON),
  'blockOn of a timeout': () => blockOn(timeout(pending(), SOON.timeout)),
  'blockOn of a select': () => blockOn(select({ never: pending() }, SOON)),
  recvIntoBlocking: () => use(shared.bounded(4, 'i32'), ([, rx]) => rx.recvIntoBlocking(new Int32Array(4), SOON)),
  reserveBlocking: () =>
    use(shared.bounded(1, bytes()), ([tx]) => {
      tx.trySend(new Uint8Array(1));
      tx.reserveBlocking(1, SOON);
    }),
  'Mutex.lockBlocking': () =>
    use(new Mutex(), (mutex) => {
      using _ = mutex.lockBlocking();
      mutex.lockBlocking(SOON);
    }),
  'RwLock.readBlocking': () =>
    use(new RwLock(), (lock) => {
      using _ = lock.writeBlocking();
      lock.readBlocking(SOON);
    }),
  'RwLock.writeBlocking': () =>
    use(new RwLock(), (lock) => {
      using _ = lock.readBlocking();
      lock.writeBlocking(SOON);
    }),
  'Semaphore.acquireBlocking': () => use(new Semaphore(0), (semaphore) => semaphore.acquireBlocking(1, SOON)),
  'Condvar.waitBlocking': () =>
    use([new Mutex(), new Condvar()] as const, ([mutex, condvar]) => {
      using guard = mutex.lockBlocking();
      condvar.waitBlocking(guard, SOON);
    }),
  'Condvar.waitWhileBlocking': () =>
    use([new Mutex(), new Condvar()] as const, ([mutex, condvar]) => {
      using guard = mutex.lockBlocking();
      condvar.waitWhileBlocking(guard, () => true, SOON);
    }),
  'Barrier.waitBlocking': () => use(new Barrier(2), (barrier) => barrier.waitBlocking(SOON)),
  'WaitGroup.waitBlocking': () =>
    use(new WaitGroup(), (group) => {
      using _ = group.clone();
      group.waitBlocking(SOON);
    }),
  'Once.callOnceBlocking': () =>
    use(new Once(), (once) => once.callOnceBlocking(() => once.callOnceBlocking(() => {}, SOON))),
  'Notify.notifiedBlocking': () => use(new Notify(), (notify) => notify.notifiedBlocking(SOON)),
});

for (const [name, wait] of Object.entries(WAITS)) {
  test(`a_wait_that_blocks_ends_at_its_limit: ${name} (I5)`, () => {
    assert.throws(wait, TimeoutError);
  });
}

test('parking_with_a_limit_answers_false_at_its_end (I5)', () => {
  assert.equal(parkTimeout(5), false);
  assert.equal(new Parker().parkTimeout(5), false);
});

test('a_call_of_another_thread_ends_at_its_limit_whatever_the_thread_does (I5)', () => {
  const module = moduleOf(
    'export const stuck = () => { for (;;); }; export const never = () => new Promise(() => {});',
  );
  type Module = { stuck(): void; never(): Promise<void> };
  for (const host of [offload<Module>(module), pool<Module>(module, { threads: 1 })]) {
    for (const name of ['never', 'stuck'] as const) {
      assert.throws(() => blockOn(host.with(SOON)[name]()), TimeoutError);
      assert.throws(() => blockOn(host[name](), SOON), TimeoutError);
    }
    host[Symbol.dispose]();
  }
});
