import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, DeadlockError, Executor, TimeoutError } from 'reveille';
import { Barrier, Condvar, LockError, Mutex, Once, PoisonError, WaitGroup } from 'reveille/lock';
import { polled } from '../channel/polled.js';
import { answerOf } from './answer-of.js';

test('a_wait_at_a_condvar_unlocks_the_mutex_and_locks_it_again', () => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  const guard = mutex.lockBlocking();
  const waiting = polled(condvar.wait(guard)).waits();
  assert.throws(() => guard.bytes, LockError);
  const other = mutex.tryLock();
  assert.ok(other !== undefined);
  condvar.notifyOne();
  assert.equal(waiting.wakes, 1);
  waiting.waits(); // for the mutex
  other[Symbol.dispose]();
  answerOf(waiting);
  assert.equal(mutex.tryLock(), undefined);
  guard[Symbol.dispose]();
});

test('a_notification_that_nobody_waits_for_is_not_kept', () => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  condvar.notifyOne();
  condvar.notifyAll();
  const guard = mutex.lockBlocking();
  assert.throws(() => condvar.waitBlocking(guard, { timeout: 1 }), TimeoutError);
  assert.throws(() => guard.bytes, /given up/);
  guard[Symbol.dispose](); // there is nothing to unlock
  using _ = mutex.lockBlocking();
});

test('wait_while_looks_again', () => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  const executor = new Executor();
  let items = 0;
  const log: number[] = [];
  for (let buyer = 0; buyer < 3; buyer += 1) {
    executor.spawn(
      co(function* () {
        using guard = yield* mutex.lock();
        yield* condvar.waitWhile(guard, () => items === 0);
        items -= 1;
        log.push(items);
      }),
    );
  }
  executor.spawn(
    co(function* () {
      for (let item = 0; item < 3; item += 1) {
        using _ = yield* mutex.lock();
        items += 1;
        condvar.notifyOne();
      }
    }),
  );
  executor.run();
  assert.equal(log.length, 3);
  assert.equal(items, 0);
});

test('a_notified_wait_that_is_dropped_passes_it_on', () => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  const guard = mutex.lockBlocking();
  const first = polled(condvar.wait(guard)).waits();
  condvar.notifyOne();
  const second = mutex.lockBlocking();
  const later = polled(condvar.wait(second)).waits();
  first[Symbol.dispose]();
  assert.equal(later.wakes, 1);
  answerOf(later);
  second[Symbol.dispose]();
  guard[Symbol.dispose]();
});

test('the_last_at_a_barrier_leads', () => {
  using barrier = new Barrier(2);
  for (let round = 0; round < 3; round += 1) {
    const first = polled(barrier.wait()).waits();
    assert.equal(barrier.waitBlocking(), true);
    assert.equal(first.wakes, 1);
    assert.equal(answerOf(first), false);
  }
});

test('who_leaves_a_barrier_early_has_not_been_there', () => {
  using barrier = new Barrier(2);
  polled(barrier.wait()).waits()[Symbol.dispose]();
  assert.throws(() => barrier.waitBlocking({ timeout: 1 }), TimeoutError);
  const first = polled(barrier.wait()).waits();
  assert.equal(barrier.waitBlocking(), true);
  first[Symbol.dispose](); // its round is over
  polled(barrier.wait()).waits()[Symbol.dispose]();
});

test('a_group_is_waited_for', () => {
  const group = new WaitGroup();
  const [one, two] = [group.clone(), WaitGroup.attach(structuredClone(group.share()))];
  const waiting = polled(group.wait()).waits();
  assert.throws(() => group.clone(), LockError);
  one[Symbol.dispose]();
  assert.equal(waiting.wakes, 0);
  two[Symbol.dispose]();
  two[Symbol.dispose]();
  assert.equal(waiting.wakes, 1);
  answerOf(waiting);
});

test('a_member_on_its_way_is_waited_for', () => {
  const group = new WaitGroup();
  const handle = group.share();
  assert.throws(() => group.waitBlocking({ timeout: 1 }), TimeoutError);
  WaitGroup.attach(handle)[Symbol.dispose]();
});

test('a_handle_attached_twice_takes_nobody_else_off_the_count', () => {
  const group = new WaitGroup();
  const [first, second] = [group.share(), group.share()];
  const members = [first, structuredClone(first), first].map((handle) => WaitGroup.attach(handle));
  members.pop()?.[Symbol.dispose]();
  const waiting = polled(group.wait()).waits();
  for (const member of members) member[Symbol.dispose]();
  assert.equal(waiting.wakes, 0); // the other handle is still on its way
  WaitGroup.attach(second)[Symbol.dispose]();
  assert.equal(waiting.wakes, 1);
  answerOf(waiting);
});

test('a_group_of_this_thread_alone_is_a_deadlock', () => {
  const group = new WaitGroup();
  using _ = group.clone();
  assert.throws(() => group.waitBlocking(), DeadlockError);
});

test('once_is_once', async () => {
  using once = new Once();
  let calls = 0;
  await once.callOnce(() => void (calls += 1));
  once.callOnceBlocking(() => void (calls += 1));
  assert.equal(calls, 1);
  assert.ok(once.isCompleted && !once.isPoisoned);
});

test('a_call_that_fails_poisons_until_one_succeeds', () => {
  using once = new Once();
  const fail = () => {
    throw new RangeError('as told');
  };
  assert.throws(() => once.callOnceBlocking(fail), /as told/);
  assert.ok(once.isPoisoned && !once.isCompleted);
  const error = caught(() => once.callOnceBlocking(() => {}));
  assert.ok(error instanceof PoisonError);
  blockOn(error.lock());
  assert.ok(once.isCompleted && !once.isPoisoned);
  once.callOnceBlocking(fail);
});

test('a_call_within_the_call_is_a_deadlock', () => {
  using once = new Once();
  once.callOnceBlocking(() => {
    assert.throws(() => once.callOnceBlocking(() => {}), DeadlockError);
  });
  assert.ok(once.isCompleted);
});

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
