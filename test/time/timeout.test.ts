import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Future, PENDING, PollError, pending, ready, sleep, TimeoutError, timeout } from 'reveille';
import { VirtualTimers } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';
import { Probe } from '../support/probe.js';

test('answer_in_time_disarms_the_limit', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const probe = new Probe('probe');
  const future = timeout(probe, 10);
  assert.equal(future.poll(cx), PENDING);
  assert.equal(timers.nextDeadline(), 10);
  probe.answer('in time');
  assert.equal(future.poll(cx), 'in time');
  assert.equal(timers.length, 0);
  assertBalanced(counts);
  assert.deepEqual(probe.log, ['poll probe', 'poll probe']);
  assert.throws(() => future.poll(cx), PollError);
});

test('limit_that_passes_drops_the_future_and_names_it', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const probe = new Probe('download');
  const future = timeout(probe, 10);
  future.poll(cx);
  timers.advance(10);
  assert.throws(() => future.poll(cx), { name: 'TimeoutError', message: 'download was still pending after 10 ms' });
  assert.deepEqual(probe.log, ['poll download', 'poll download', 'drop download']);
  assertBalanced(counts);
  assert.throws(() => future.poll(cx), PollError);
});

test('answer_at_the_limit_is_taken', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const probe = new Probe('probe');
  const future = timeout(probe, 10);
  future.poll(cx);
  timers.advance(100);
  probe.answer('late, but there');
  assert.equal(future.poll(cx), 'late, but there');
});

test('error_in_time', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const probe = new Probe('probe');
  const future = timeout(probe, 10);
  future.poll(cx);
  probe.fail(new Error('broken'));
  assert.throws(() => future.poll(cx), { message: 'broken' });
  assert.equal(timers.length, 0);
  assertBalanced(counts);
  assert.deepEqual(probe.log, ['poll probe', 'poll probe']); // it failed, so it is not dropped
});

test('dropped_while_pending', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const probe = new Probe('probe');
  const future = timeout(probe, 10);
  future.poll(cx);
  future[Symbol.dispose]();
  future[Symbol.dispose]();
  assert.deepEqual(probe.log, ['poll probe', 'drop probe']);
  assert.equal(timers.length, 0);
  assertBalanced(counts);
});

test('dropped_before_the_first_poll', () => {
  const probe = new Probe('probe');
  timeout(probe, 10)[Symbol.dispose]();
  assert.deepEqual(probe.log, ['drop probe']);
});

test('future_that_fails_to_be_dropped_is_the_cause', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const broken = new Error('cannot be dropped');
  class Stubborn extends Probe {
    override [Symbol.dispose](): void {
      throw broken;
    }
  }
  const future = timeout(new Stubborn('probe'), 0);
  assert.throws(
    () => future.poll(cx),
    (error) => error instanceof TimeoutError && error.cause === broken,
  );
});

test('zero_polls_once', () => {
  const { cx } = countingContext({ timers: new VirtualTimers() });
  assert.equal(timeout(ready('ready'), 0).poll(cx), 'ready');
  assert.throws(() => timeout(pending(), 0).poll(cx), TimeoutError);
});

test('infinity_is_no_limit', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  assert.equal(timeout(pending(), Number.POSITIVE_INFINITY).poll(cx), PENDING);
  assert.equal(timers.length, 0);
});

test('awaited_in_an_async_function', async () => {
  assert.equal(await timeout(ready(1), 1000), 1);
  await assert.rejects(async () => await timeout(sleep(60_000), 1), {
    name: 'TimeoutError',
    message: 'sleep(60000 ms) was still pending after 1 ms',
  });
});

test('named_in_errors', () => {
  assert.equal(`${timeout(sleep(5), 3)}`, 'timeout(sleep(5 ms), 3 ms)');
});

test('bad_input', () => {
  assert.throws(() => timeout(5 as unknown as Future<void>, 1), { name: 'TypeError', message: /^future: / });
  assert.throws(() => timeout(pending(), -1), { name: 'RangeError', message: /^ms: / });
  assert.throws(() => timeout(pending(), undefined as unknown as number), { name: 'TypeError', message: /^ms: / });
});
