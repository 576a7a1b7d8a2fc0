import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, TimeoutError } from 'reveille';
import { LockError, Semaphore } from 'reveille/lock';
import { polled } from '../channel/polled.js';
import { answerOf } from './answer-of.js';

test('so_many_have_it_at_a_time', () => {
  using semaphore = new Semaphore(3);
  using two = semaphore.tryAcquire(2);
  assert.equal(two?.permits, 2);
  assert.equal(semaphore.available, 1);
  assert.equal(semaphore.tryAcquire(2), undefined);
  using one = semaphore.tryAcquire();
  assert.equal(one?.permits, 1);
  assert.equal(semaphore.available, 0);
});

test('who_waits_for_many_is_not_passed_by_those_who_wait_for_few', () => {
  using semaphore = new Semaphore(2);
  const held = [semaphore.acquireBlocking(), semaphore.acquireBlocking()];
  const both = polled(semaphore.acquire(2)).waits();
  const one = polled(semaphore.acquire()).waits();
  held[0]?.[Symbol.dispose]();
  assert.deepEqual([both.wakes, one.wakes], [1, 0]);
  both.waits();
  held[1]?.[Symbol.dispose]();
  assert.deepEqual([both.wakes, one.wakes], [2, 0]);
  const permit = answerOf(both);
  permit[Symbol.dispose]();
  assert.equal(one.wakes, 1);
  using _ = answerOf(one);
  assert.equal(semaphore.available, 1);
});

test('who_gives_up_lets_those_behind_have_what_is_there', () => {
  using semaphore = new Semaphore(1);
  const both = polled(semaphore.acquire(2)).waits();
  const held = semaphore.acquireBlocking();
  const one = polled(semaphore.acquire()).waits();
  held[Symbol.dispose]();
  both.waits();
  assert.equal(one.wakes, 0);
  both[Symbol.dispose]();
  assert.equal(one.wakes, 1);
  using _ = answerOf(one);
});

test('newcomers_do_not_keep_one_who_waits_for_many_waiting_for_ever', () => {
  using semaphore = new Semaphore(2);
  let held = semaphore.acquireBlocking();
  const both = polled(semaphore.acquire(2)).waits();
  for (let loss = 0; loss < 4; loss += 1) {
    const next = semaphore.tryAcquire();
    assert.ok(next !== undefined, `faster ${loss} times`);
    held[Symbol.dispose]();
    held = next;
    both.waits();
  }
  assert.equal(semaphore.tryAcquire(), undefined);
  held[Symbol.dispose]();
  using permit = answerOf(both);
  assert.equal(permit.permits, 2);
});

test('permits_are_added_and_forgotten', () => {
  using semaphore = new Semaphore(0);
  const waiting = polled(semaphore.acquire(2)).waits();
  semaphore.release(3);
  {
    using permit = answerOf(waiting);
    permit.forget();
    assert.throws(() => permit.forget(), LockError);
  }
  assert.equal(semaphore.available, 1);
});

test('a_permit_is_given_back_once', () => {
  using semaphore = new Semaphore(1);
  const permit = semaphore.acquireBlocking();
  permit[Symbol.dispose]();
  permit[Symbol.dispose]();
  assert.equal(semaphore.available, 1);
});

test('a_time_limit_ends_the_wait_for_permits', async () => {
  using semaphore = new Semaphore(0);
  assert.throws(() => semaphore.acquireBlocking(1, { timeout: 1 }), TimeoutError);
  assert.throws(() => blockOn(semaphore.acquire(1, { timeout: 0 })), TimeoutError);
  await assert.rejects(async () => await semaphore.acquire(1, { timeout: 1 }), TimeoutError);
});

test('a_thread_that_was_ended_while_it_took_a_permit_keeps_nobody_waiting (I22)', () => {
  using semaphore = new Semaphore(2, { threads: 4 });
  const words = new Int32Array(semaphore.share().buffer);
  const [STATE, SEATS_AT, HEAD, SEAT] = [16, 32, 16, 16];
  const seat = SEATS_AT + HEAD + SEAT; // the second one
  words[SEATS_AT] = 2;
  words[seat] = 5 * 2 ** 14 + 9; // a thread that is not there
  words[seat + 4 + 8 + 3] = 1; // its new count, which was granted, but not settled
  words[STATE] = 4 + 1;
  assert.equal(semaphore.available, 2);
  using both = semaphore.acquireBlocking(2, { timeout: 0 });
  assert.equal(both.permits, 2);
  assert.equal(semaphore.available, 0);
});

test('whatever_stands_in_the_words_of_a_semaphore_a_try_comes_to_an_end (I17)', () => {
  for (const garbage of [-1, 1, 16_384, 16_385, 2 ** 31 - 1, -(2 ** 31)]) {
    for (let at = 16; at < 32; at += 1) {
      using semaphore = new Semaphore(2);
      new Int32Array(semaphore.share().buffer)[at] = garbage;
      semaphore.tryAcquire()?.[Symbol.dispose]();
      assert.ok(semaphore.available >= 0);
    }
  }
});
