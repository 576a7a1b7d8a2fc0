import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waker, WakerError } from 'reveille';
import { AtomicWaker } from 'reveille/sync';
import { countingWaker } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';

test('wake_uses_the_registered_waker_up', () => {
  const { waker, counts } = countingWaker();
  const place = new AtomicWaker();
  place.register(waker);
  place.wake();
  place.wake();
  assert.equal(counts.wakes, 1);
  assertBalanced(counts);
});

test('wake_before_register_does_nothing', () => {
  const { waker, counts } = countingWaker();
  const place = new AtomicWaker();
  place.wake();
  place.register(waker);
  assert.equal(counts.wakes, 0);
});

test('register_again_clones_only_for_another_task', () => {
  const [a, b] = [countingWaker(), countingWaker()];
  const place = new AtomicWaker();
  place.register(a.waker);
  place.register(a.waker);
  assert.equal(a.counts.clones, 1);
  place.register(b.waker);
  assertBalanced(a.counts);
  place.wake();
  assert.deepEqual([a.counts.wakes, b.counts.wakes], [0, 1]);
});

test('take_gives_the_waker_away', () => {
  const { waker, counts } = countingWaker();
  const place = new AtomicWaker();
  assert.equal(place.take(), undefined);
  place.register(waker);
  const taken = place.take();
  place.wake();
  assert.equal(counts.wakes, 0);
  taken?.wake();
  assert.equal(counts.wakes, 1);
  assertBalanced(counts);
});

test('dropped_with_a_waker_registered', () => {
  const { waker, counts } = countingWaker();
  const place = new AtomicWaker();
  place.register(waker);
  place[Symbol.dispose]();
  place[Symbol.dispose]();
  assert.equal(counts.wakes, 0);
  assertBalanced(counts);
});

test('task_that_registers_again_while_it_is_woken', () => {
  const place = new AtomicWaker();
  const again = countingWaker();
  place.register(Waker.from({ wake: () => place.register(again.waker) }));
  place.wake();
  assert.deepEqual([again.counts.live, again.counts.wakes], [2, 0]);
  place.wake();
  assert.equal(again.counts.wakes, 1);
  assertBalanced(again.counts);
});

test('register_of_a_used_up_waker_changes_nothing', () => {
  const { waker, counts } = countingWaker();
  const used = countingWaker().waker;
  used.wake();
  const place = new AtomicWaker();
  place.register(waker);
  assert.throws(() => place.register(used), WakerError);
  place.wake();
  assert.equal(counts.wakes, 1);
});
