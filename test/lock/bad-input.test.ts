import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import {
  Barrier,
  Condvar,
  type LockHandle,
  Mutex,
  type MutexGuard,
  Once,
  RwLock,
  Semaphore,
  WaitGroup,
  type WaitGroupHandle,
} from 'reveille/lock';

test('what_a_lock_is_made_of_is_checked (I17)', () => {
  for (const make of [
    () => new Mutex({ bytes: -1 }),
    () => new Mutex({ threads: 0 }),
    () => new Semaphore(-1),
    () => new Semaphore(2 ** 31),
    () => new Barrier(0),
    () => new RwLock({ threads: 1025 }),
    () => new RwLock({ bytes: 2 ** 30 + 1 }),
  ]) {
    assert.throws(make, RangeError);
  }
  assert.throws(() => new Mutex({ byte: 1 } as object), TypeError);
  assert.throws(() => new Semaphore('1' as unknown as number), TypeError);
});

test('what_is_no_handle_is_refused (I8, I17)', () => {
  using mutex = new Mutex();
  const { buffer, camp } = mutex.share();
  for (const handle of [undefined, null, {}, { buffer: new ArrayBuffer(8), camp }, { buffer, camp: undefined }]) {
    assert.throws(() => Mutex.attach(handle as unknown as LockHandle), TypeError);
  }
  assert.throws(() => Semaphore.attach({ buffer, camp }), HandleError);
  assert.throws(() => Mutex.attach({ buffer: camp, camp }), HandleError);
  assert.throws(() => Mutex.attach({ buffer, camp: buffer }), HandleError);
});

test('memory_that_is_smaller_than_it_says_is_refused (I8)', () => {
  for (const Lock of [Mutex, RwLock]) {
    using lock = new Lock({ bytes: 8 });
    const { buffer, camp } = lock.share();
    const { byteLength } = buffer;
    const short = new SharedArrayBuffer(byteLength - 8);
    new Uint8Array(short).set(new Uint8Array(buffer, 0, byteLength - 8));
    assert.throws(() => Lock.attach({ buffer: short, camp }), /^HandleError: handle\.buffer: its size/);
  }
});

test('what_is_no_handle_of_a_member_is_refused (I8, I17)', () => {
  const group = new WaitGroup();
  const good = group.share();
  assert.throws(() => WaitGroup.attach({ ...good, seat: 32 }), /^RangeError: handle\.seat: /);
  assert.throws(() => WaitGroup.attach({ ...good, owner: 0 }), /^RangeError: handle\.owner: /);
  for (const passage of [undefined, good.buffer]) {
    const handle = { ...good, passage } as WaitGroupHandle;
    assert.throws(() => WaitGroup.attach(handle), /^TypeError: handle\.passage: /);
  }
  WaitGroup.attach(good)[Symbol.dispose]();
  group.waitBlocking(); // nothing was counted of those that were refused
});

test('a_handle_of_another_lock_is_refused_by_name (I8, I17)', () => {
  using mutex = new Mutex();
  using semaphore = new Semaphore(1);
  const { buffer, camp } = semaphore.share();
  assert.throws(
    () => Mutex.attach({ buffer, camp }),
    /^HandleError: handle\.buffer: this memory holds a semaphore, not a mutex$/,
  );
  assert.throws(() => Semaphore.attach(mutex.share()), /: this memory holds a mutex, not a semaphore$/);
  assert.throws(() => Mutex.attach({ buffer, camp: buffer }), /handle\.buffer: /);
  assert.throws(
    () => Mutex.attach({ buffer: new SharedArrayBuffer(4096), camp }),
    /: this memory does not hold a mutex$/,
  );
});

test('what_a_wait_is_given_is_checked (I17)', () => {
  using semaphore = new Semaphore(1);
  using condvar = new Condvar();
  using once = new Once();
  assert.throws(() => semaphore.acquire(0), RangeError);
  assert.throws(() => semaphore.acquire(1, { timeout: -1 }), RangeError);
  assert.throws(() => semaphore.release(2 ** 30), RangeError);
  assert.throws(() => condvar.wait({} as MutexGuard), TypeError);
  assert.throws(() => once.callOnce(1 as unknown as () => void), TypeError);
  assert.equal(semaphore.available, 1);
});

test('what_is_done_once_is_no_promise (I17)', async () => {
  using once = new Once();
  const told = { name: 'TypeError', message: /^job: expected a synchronous function/ };
  const job = async (): Promise<never> => Promise.reject(new Error('of which nobody is told'));
  assert.throws(() => once.callOnceBlocking(job), told);
  assert.ok(once.isPoisoned && !once.isCompleted);
  using other = new Once();
  await assert.rejects(async () => await other.callOnce(job), told);
});

test('memory_that_was_overwritten_ends_in_an_error_that_says_so (I17)', () => {
  const [SEATS_AT, SEAT, TURN, SLOT, TOTAL] = [32, 48, 6, 2, 18];
  for (const turn of [-1, 33, 2 ** 31 - 1, -(2 ** 31)]) {
    using mutex = new Mutex();
    new Int32Array(mutex.share().buffer)[SEATS_AT + TURN] = turn;
    assert.throws(() => mutex.tryLock(), HandleError);
    assert.throws(() => mutex.lockBlocking(), HandleError);
  }
  for (const slot of [-1, 2 ** 20, 2 ** 31 - 1, -(2 ** 31)]) {
    const mutex = new Mutex();
    new Int32Array(mutex.share().buffer)[SEAT + SLOT] = slot;
    assert.throws(() => mutex[Symbol.dispose](), HandleError);
  }
  for (const total of [-1, 2 ** 30 + 1]) {
    using semaphore = new Semaphore(1);
    new Int32Array(semaphore.share().buffer)[TOTAL] = total;
    assert.throws(() => semaphore.release(), HandleError);
  }
});
