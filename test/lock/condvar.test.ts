import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { PollError } from 'reveille';
import { Condvar, Mutex } from 'reveille/lock';
import { polled } from '../channel/polled.js';
import { Latch } from '../support/latch.js';
import type { Orders } from './condvar.worker.js';

function start(orders: Omit<Orders, 'latch'>): [Worker, Latch] {
  const latch = Latch.of(1);
  const workerData: Orders = { ...orders, latch: latch.buffer };
  return [new Worker(new URL('./condvar.worker.js', import.meta.url), { workerData }), latch];
}

test('a_call_on_its_way_to_a_wait_that_is_dropped_goes_to_the_next_thread (I24)', async (t) => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  const handles = { mutex: mutex.share(), condvar: condvar.share() };
  const guard = mutex.lockBlocking();
  const waiting = polled(condvar.wait(guard)).waits(); // has waited longest
  const [next, hasLock] = start({ ...handles, what: 'wait' });
  hasLock.wait();
  mutex.lockBlocking()[Symbol.dispose](); // which it gave up when it began to wait
  const [notifier, hasNotified] = start({ ...handles, what: 'notify' });
  t.after(() => notifier.terminate());
  hasNotified.wait(); // blocks, so that the call does not come in here
  assert.equal(waiting.wakes, 0);
  waiting[Symbol.dispose]();
  guard[Symbol.dispose]();
  assert.deepEqual(await once(next, 'message'), ['called']);
});

test('a_wait_for_a_condition_is_used_up_when_it_has_answered_failed_or_was_dropped', () => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  using guard = mutex.lockBlocking();
  const fine = polled(condvar.waitWhile(guard, () => false));
  assert.equal(fine.poll(), undefined);
  assert.throws(() => fine.poll(), PollError);
  const failing = polled(
    condvar.waitWhile(guard, () => {
      throw new RangeError('no');
    }),
  );
  assert.throws(() => failing.poll(), /no/);
  assert.throws(() => failing.poll(), PollError);
  const dropped = polled(condvar.waitWhile(guard, () => true));
  dropped[Symbol.dispose]();
  assert.throws(() => dropped.poll(), PollError);
});
