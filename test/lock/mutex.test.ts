import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, DeadlockError, Executor, spawn, TimeoutError, yieldNow } from 'reveille';
import { LockError, Mutex, PoisonError } from 'reveille/lock';
import { polled } from '../channel/polled.js';
import { answerOf } from './answer-of.js';

test('one_has_it_at_a_time', () => {
  using mutex = new Mutex();
  const guard = mutex.tryLock();
  assert.ok(guard !== undefined);
  assert.equal(mutex.tryLock(), undefined);
  guard[Symbol.dispose]();
  using again = mutex.tryLock();
  assert.ok(again !== undefined);
});

test('tasks_get_it_in_order', () => {
  using mutex = new Mutex();
  const log: string[] = [];
  const executor = new Executor();
  for (const name of ['a', 'b', 'c']) {
    executor.spawn(
      co(function* () {
        using _ = yield* mutex.lock();
        log.push(`${name} in`);
        for (let turn = 0; turn < 3; turn += 1) yield* yieldNow();
        log.push(`${name} out`);
      }),
    );
  }
  executor.run();
  assert.deepEqual(log, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
});

test('a_wait_that_is_dropped_passes_its_call_on', () => {
  using mutex = new Mutex();
  const guard = mutex.lockBlocking();
  const first = polled(mutex.lock()).waits();
  const second = polled(mutex.lock()).waits();
  guard[Symbol.dispose]();
  assert.deepEqual([first.wakes, second.wakes], [1, 0]);
  first[Symbol.dispose]();
  assert.equal(second.wakes, 1);
  using _ = answerOf(second);
});

test('a_wait_that_is_dropped_leaves_the_row', () => {
  using mutex = new Mutex();
  const guard = mutex.lockBlocking();
  const first = polled(mutex.lock()).waits();
  const second = polled(mutex.lock()).waits();
  first[Symbol.dispose]();
  guard[Symbol.dispose]();
  assert.deepEqual([first.wakes, second.wakes], [0, 1]);
  second[Symbol.dispose]();
  using again = mutex.tryLock();
  assert.ok(again !== undefined, 'nobody has it');
});

test('who_has_lost_four_times_is_next', () => {
  using mutex = new Mutex();
  let guard = mutex.lockBlocking();
  const waiting = polled(mutex.lock()).waits();
  for (let loss = 0; loss < 4; loss += 1) {
    guard[Symbol.dispose]();
    const faster = mutex.tryLock();
    assert.ok(faster !== undefined, `faster ${loss} times`);
    guard = faster;
    waiting.waits();
  }
  guard[Symbol.dispose]();
  assert.equal(mutex.tryLock(), undefined, 'nobody who has not waited');
  using _ = answerOf(waiting);
});

test('a_turn_that_is_given_up_is_given_back', () => {
  using mutex = new Mutex();
  let guard = mutex.lockBlocking();
  const waiting = polled(mutex.lock()).waits();
  for (let loss = 0; loss < 4; loss += 1) {
    guard[Symbol.dispose]();
    guard = mutex.tryLock() as typeof guard;
    waiting.poll();
  }
  guard[Symbol.dispose]();
  assert.equal(mutex.tryLock(), undefined);
  waiting[Symbol.dispose]();
  using again = mutex.tryLock();
  assert.ok(again !== undefined);
});

test('locking_twice_on_a_thread_is_a_deadlock', () => {
  using mutex = new Mutex();
  using _ = mutex.lockBlocking();
  assert.throws(() => mutex.lockBlocking(), DeadlockError);
  assert.throws(() => blockOn(mutex.lock()), DeadlockError);
  assert.equal(mutex.tryLock(), undefined);
});

test('a_time_limit_ends_the_wait', async () => {
  using mutex = new Mutex();
  using _ = mutex.lockBlocking();
  await assert.rejects(async () => await mutex.lock({ timeout: 1 }), TimeoutError);
  assert.equal(mutex.tryLock(), undefined);
});

test('a_signal_ends_the_wait', async () => {
  using mutex = new Mutex();
  using _ = mutex.lockBlocking();
  const controller = new AbortController();
  const waiting = spawn(mutex.lock({ signal: controller.signal }));
  controller.abort(new RangeError('enough'));
  await assert.rejects(async () => await waiting, /enough/);
});

test('it_is_attached_at_the_same_place', () => {
  using mutex = new Mutex({ threads: 1, bytes: 8 });
  const handles = Array.from({ length: 10 }, () => Mutex.attach(structuredClone(mutex.share())));
  const [first] = handles as [Mutex];
  const guard = first.lockBlocking();
  guard.bytes[7] = 9;
  assert.equal(mutex.tryLock(), undefined);
  guard[Symbol.dispose]();
  for (const handle of handles) handle[Symbol.dispose]();
  using same = mutex.lockBlocking();
  assert.deepEqual([same.bytes.length, same.bytes[7]], [8, 9]);
});

test('a_place_is_given_back', () => {
  using mutex = new Mutex({ threads: 1 });
  const handle = mutex.share();
  for (let round = 0; round < 5; round += 1) {
    const other = Mutex.attach(handle);
    const guard = other.lockBlocking();
    other[Symbol.dispose]();
    guard[Symbol.dispose]();
  }
  mutex[Symbol.dispose]();
  using last = Mutex.attach(handle);
  using guard = last.tryLock();
  assert.ok(guard !== undefined);
});

test('what_was_dropped_is_good_for_nothing', () => {
  const mutex = new Mutex({ bytes: 1 });
  const guard = mutex.lockBlocking();
  const unpolled = mutex.lock();
  guard[Symbol.dispose]();
  assert.throws(() => guard.bytes, LockError);
  {
    using other = mutex.lockBlocking();
    guard[Symbol.dispose](); // once more, which does not unlock it under the other one
    assert.equal(mutex.tryLock(), undefined);
    other[Symbol.dispose](); // early: the end of the block does nothing
  }
  mutex[Symbol.dispose]();
  mutex[Symbol.dispose]();
  for (const use of [
    () => mutex.tryLock(),
    () => mutex.lock(),
    () => mutex.lockBlocking(),
    () => mutex.share(),
    () => mutex.isPoisoned,
    () => blockOn(unpolled),
  ]) {
    assert.throws(use, LockError);
  }
});

test('a_guard_that_an_exception_drops_poisons_nothing', () => {
  using mutex = new Mutex();
  assert.throws(() => {
    using _ = mutex.lockBlocking();
    throw new RangeError('in the middle');
  }, /in the middle/);
  using guard = mutex.tryLock();
  assert.ok(guard !== undefined && !mutex.isPoisoned);
  assert.ok(new PoisonError('', () => mutex.lock()) instanceof Error);
});
