import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PENDING, PollError, sleep, sleepUntil } from 'reveille';
import { VirtualTimers } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';

test('time_counts_from_the_first_poll', () => {
  const timers = new VirtualTimers(1000);
  const { cx, counts } = countingContext({ timers });
  const future = sleep(10);
  timers.advance(500);
  assert.equal(timers.length, 0);
  assert.equal(future.poll(cx), PENDING);
  assert.equal(timers.nextDeadline(), 1510);
  assert.equal(timers.advance(9.5), 0);
  assert.equal(timers.advance(0.5), 1);
  assert.equal(counts.wakes, 1);
  assert.equal(future.poll(cx), undefined);
  assertBalanced(counts);
  assert.throws(() => future.poll(cx), PollError);
});

test('zero_is_ready_at_the_first_poll', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  assert.equal(sleep(0).poll(cx), undefined);
  assert.equal(counts.clones, 0);
});

test('infinity_arms_nothing', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  for (const future of [sleep(Number.POSITIVE_INFINITY), sleepUntil(Number.POSITIVE_INFINITY)]) {
    assert.equal(future.poll(cx), PENDING);
    assert.equal(timers.length, 0);
    assert.equal(counts.clones, 0);
  }
});

test('woken_early_it_goes_on_sleeping', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const future = sleep(10);
  for (let spurious = 0; spurious < 3; spurious += 1) {
    assert.equal(future.poll(cx), PENDING);
    timers.advance(1);
  }
  assert.equal(timers.length, 1);
  assert.equal(timers.nextDeadline(), 10);
  assert.equal(counts.clones, 1);
});

test('dropped_it_leaves_nothing_behind', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const future = sleep(10);
  future.poll(cx);
  future[Symbol.dispose]();
  future[Symbol.dispose]();
  assert.equal(timers.length, 0);
  assertBalanced(counts);
  assert.throws(() => future.poll(cx), PollError);
});

test('moved_to_another_executor_it_is_armed_there', () => {
  const [old, next] = [new VirtualTimers(), new VirtualTimers()];
  const first = countingContext({ timers: old });
  const second = countingContext({ timers: next });
  const future = sleep(10);
  future.poll(first.cx);
  future.poll(second.cx);
  assert.deepEqual([old.length, next.length], [0, 1]);
  assertBalanced(first.counts);
  next.advance(10);
  assert.equal(second.counts.wakes, 1);
});

test('sleep_until_a_point_in_time', () => {
  const timers = new VirtualTimers(100);
  const { cx, counts } = countingContext({ timers });
  assert.equal(sleepUntil(100).poll(cx), undefined);
  assert.equal(sleepUntil(7).poll(cx), undefined);
  const future = sleepUntil(105);
  assert.equal(future.poll(cx), PENDING);
  assert.equal(timers.advance(5), 1);
  assert.equal(future.poll(cx), undefined);
  assertBalanced(counts);
});

test('thousands_dropped_in_any_order', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const futures = Array.from({ length: 5000 }, (_, index) => sleep(1 + ((index * 7919) % 5000)));
  for (const future of futures) future.poll(cx);
  assert.equal(timers.length, 5000);
  for (const future of futures) future[Symbol.dispose]();
  assert.equal(timers.length, 0);
  assertBalanced(counts);
});

test('named_in_errors', () => {
  assert.deepEqual([sleep(1.5), sleepUntil(7)].map(String), ['sleep(1.5 ms)', 'sleepUntil(7 ms)']);
});

test('bad_input', () => {
  for (const bad of [-1, Number.NaN, Number.NEGATIVE_INFINITY]) {
    assert.throws(() => sleep(bad), { name: 'RangeError', message: /^ms: expected milliseconds/ });
    assert.throws(() => sleepUntil(bad), { name: 'RangeError', message: /^deadline: expected milliseconds/ });
  }
  assert.throws(() => sleep('1' as unknown as number), { name: 'TypeError', message: /^ms: / });
  assert.throws(() => sleepUntil(1n as unknown as number), { name: 'TypeError', message: /^deadline: / });
});
