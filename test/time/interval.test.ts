import assert from 'node:assert/strict';
import { test } from 'node:test';
import { co, type Future, interval, PENDING, PollError } from 'reveille';
import { VirtualTimers } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';

test('first_tick_at_once_then_one_a_period', () => {
  const timers = new VirtualTimers(1000);
  const { cx, counts } = countingContext({ timers });
  const ticks = interval(10);
  assert.equal(ticks.pollNext(cx), 0);
  for (const tick of [1, 2, 3]) {
    assert.equal(ticks.pollNext(cx), PENDING);
    assert.equal(timers.nextDeadline(), 1000 + tick * 10);
    assert.equal(timers.advance(10), 1);
    assert.equal(ticks.pollNext(cx), tick);
  }
  assertBalanced(counts);
});

test('work_between_ticks_does_not_make_them_drift', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const ticks = interval(10);
  const at: number[] = [];
  for (let tick = 0; tick < 5; tick += 1) {
    if (ticks.pollNext(cx) === PENDING) {
      timers.advance(timers.nextDeadline() - timers.now());
      assert.equal(ticks.pollNext(cx), tick);
    }
    at.push(timers.now());
    timers.advance(7);
  }
  assert.deepEqual(at, [0, 10, 20, 30, 40]);
});

test('missed_ticks_are_skipped_and_counted', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const ticks = interval(10);
  assert.equal(ticks.pollNext(cx), 0);
  timers.advance(35);
  assert.equal(ticks.pollNext(cx), 3);
  assert.equal(ticks.pollNext(cx), PENDING);
  assert.equal(timers.nextDeadline(), 40);
});

test('rounding_never_gives_a_tick_twice', () => {
  const timers = new VirtualTimers(12345.678);
  const { cx } = countingContext({ timers });
  const ticks = interval(0.1);
  assert.equal(ticks.pollNext(cx), 0);
  let last = 0;
  for (let round = 0; round < 1000; round += 1) {
    const tick = ticks.pollNext(cx);
    if (tick === PENDING) {
      timers.advance(timers.nextDeadline() - timers.now());
      continue;
    }
    assert.ok(tick > last, `tick ${tick} after ${last}`);
    last = tick;
  }
  assert.ok(last > 400);
});

test('dropped_next_takes_no_tick_and_leaves_no_timer', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const ticks = interval(10);
  assert.equal(ticks.next().poll(cx), 0);
  const next = ticks.next();
  assert.equal(next.poll(cx), PENDING);
  assert.equal(timers.length, 1);
  next[Symbol.dispose]();
  next[Symbol.dispose]();
  assert.equal(timers.length, 0);
  assertBalanced(counts);
  assert.throws(() => next.poll(cx), PollError);
  timers.advance(10);
  const again = ticks.next();
  assert.equal(again.poll(cx), 1);
  assert.throws(() => again.poll(cx), PollError);
});

test('dropped_interval', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const ticks = interval(10);
  ticks.pollNext(cx);
  ticks.pollNext(cx);
  ticks[Symbol.dispose]();
  assert.equal(timers.length, 0);
  assertBalanced(counts);
  assert.throws(() => ticks.pollNext(cx), PollError);
});

test('infinite_period_has_one_tick', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const ticks = interval(Number.POSITIVE_INFINITY);
  assert.equal(ticks.pollNext(cx), 0);
  assert.equal(ticks.pollNext(cx), PENDING);
  assert.equal(timers.length, 0);
});

test('in_a_coroutine_next_has_the_type_of_a_number', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const sum: Future<number> = co(function* () {
    using ticks = interval(1);
    let total = 0;
    while (total < 6) total += yield* ticks.next();
    return total;
  });
  while (sum.poll(cx) === PENDING) timers.advance(1);
  assert.equal(timers.length, 0);
});

test('for_await_on_the_event_loop', async () => {
  const seen: number[] = [];
  for await (const tick of interval(1)) {
    seen.push(tick);
    if (seen.length === 3) break;
  }
  assert.equal(seen[0], 0);
  assert.ok((seen[2] as number) >= 2);
});

test('named_in_errors', () => {
  assert.deepEqual([`${interval(5)}`, `${interval(5).next()}`], ['interval(5 ms)', 'next tick of interval(5 ms)']);
});

test('bad_input', () => {
  for (const bad of [0, -1, Number.NaN]) assert.throws(() => interval(bad), { name: 'RangeError', message: /^ms: / });
  assert.throws(() => interval('5' as unknown as number), { name: 'TypeError', message: /^ms: / });
});
