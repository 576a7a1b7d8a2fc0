import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Context, co, type Future, lazy, PENDING, PollError, pending, pollFn, ready, Waker, yieldNow } from 'reveille';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';

const cx = Context.fromWaker(Waker.noop());

test('ready_answers_once', () => {
  const future = ready('value');
  assert.equal(future.poll(cx), 'value');
  assert.throws(() => future.poll(cx), PollError);
});

test('ready_of_undefined_is_a_value', () => {
  const future = ready(undefined);
  assert.equal(future.poll(cx), undefined);
  assert.throws(() => future.poll(cx), PollError);
});

test('pending_never_answers_nor_keeps_a_waker', () => {
  const { cx, counts } = countingContext();
  const future = pending();
  for (let poll = 0; poll < 3; poll += 1) assert.equal(future.poll(cx), PENDING);
  assert.deepEqual({ ...counts }, { live: 1, clones: 0, wakes: 0, drops: 0 });
});

test('lazy_calls_at_the_first_poll_and_once', () => {
  const contexts: unknown[] = [];
  const future = lazy((given) => contexts.push(given));
  assert.deepEqual(contexts, []);
  assert.equal(future.poll(cx), 1);
  assert.throws(() => future.poll(cx), PollError);
  assert.deepEqual(contexts, [cx]);
});

test('lazy_that_throws_is_used_up', () => {
  const future = lazy(() => {
    throw new Error('no');
  });
  assert.throws(() => future.poll(cx), { message: 'no' });
  assert.throws(() => future.poll(cx), PollError);
});

test('poll_fn_is_asked_until_it_answers', () => {
  const answers = [PENDING, PENDING, 3] as const;
  let polls = 0;
  const future = pollFn(() => answers[polls++] as number | typeof PENDING);
  assert.deepEqual([future.poll(cx), future.poll(cx), future.poll(cx)], answers);
  assert.throws(() => future.poll(cx), PollError);
  assert.equal(polls, 3);
});

test('poll_fn_that_throws_is_used_up', () => {
  const future = pollFn(() => {
    throw new Error('no');
  });
  assert.throws(() => future.poll(cx), { message: 'no' });
  assert.throws(() => future.poll(cx), PollError);
});

test('poll_fn_polled_from_within', () => {
  const future: Future<string> = pollFn<string>(() => {
    assert.throws(() => future.poll(cx), PollError);
    return PENDING;
  });
  assert.equal(future.poll(cx), PENDING);
});

test('yield_now_wakes_at_the_first_poll_and_is_ready_at_the_second', () => {
  const { cx, counts } = countingContext();
  const future = yieldNow();
  assert.equal(future.poll(cx), PENDING);
  assert.equal(counts.wakes, 1);
  assert.equal(future.poll(cx), undefined);
  assert.equal(counts.wakes, 1);
  assert.throws(() => future.poll(cx), PollError);
  assertBalanced(counts);
});

test('dropped_before_the_first_poll', () => {
  let called = 0;
  for (const future of [ready(1), lazy(() => called++), pollFn(() => called++), yieldNow()]) {
    future[Symbol.dispose]();
    assert.throws(() => future.poll(cx), PollError, future.toString());
    future[Symbol.dispose](); // twice does nothing
  }
  assert.equal(called, 0);
});

test('awaited_in_a_coroutine', () => {
  const log: string[] = [];
  const future = co(function* body() {
    log.push(yield* ready('ready'));
    log.push(yield* lazy(() => 'lazy'));
    log.push(yield* pollFn(() => 'pollFn'));
    yield* yieldNow();
    log.push('yielded');
    return log.length;
  });
  assert.equal(future.poll(cx), PENDING);
  assert.deepEqual(log, ['ready', 'lazy', 'pollFn']);
  assert.equal(future.poll(cx), 4);
});

test('awaited_in_an_async_function', async () => {
  assert.equal(await ready(1), 1);
  assert.equal(await lazy(() => 2), 2);
  assert.equal(await yieldNow(), undefined);
  const failing = lazy(() => {
    throw new Error('no');
  });
  await assert.rejects(async () => await failing, { message: 'no' });
});

test('named_in_errors', () => {
  const named = [
    ready(1),
    pending(),
    yieldNow(),
    lazy(function load() {}),
    pollFn(function readKey() {}),
    lazy(() => 1),
  ];
  assert.deepEqual(named.map(String), ['ready', 'pending', 'yieldNow', 'lazy load', 'pollFn readKey', 'lazy']);
});

test('bad_input', () => {
  const notAFunction = 5 as unknown as () => number;
  assert.throws(() => lazy(notAFunction), { name: 'TypeError', message: 'fn: expected a function, got 5' });
  assert.throws(() => pollFn(notAFunction), { name: 'TypeError', message: 'fn: expected a function, got 5' });
});
