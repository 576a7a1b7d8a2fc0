import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Context,
  co,
  Executor,
  type Future,
  type JoinHandle,
  PENDING,
  PollError,
  pending,
  pollFn,
  race,
  ready,
  select,
  spawn,
  timeout,
  Waker,
  yieldNow,
} from 'reveille';
import { eventLoop } from 'reveille/executor';
import { countingContext } from '../support/hand-polled.js';
import { Probe } from '../support/probe.js';

test('the_latest_joiner_is_woken_and_nobody_before_it_waits_for_ever', () => {
  const executor = new Executor();
  const [first, second] = [countingContext(), countingContext()];
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  for (const { cx } of [first, second, first, second]) assert.equal(handle.poll(cx), PENDING);
  executor.runUntilStalled();
  probe.answer('A');
  executor.runUntilStalled();
  assert.deepEqual([first.counts.wakes, second.counts.wakes], [1, 1]);
  assert.deepEqual([first.counts.live, second.counts.live], [1, 1]);
});

/** How two tasks may await the same handle. */
const ways: [
  string,
  (handle: JoinHandle<string>) => Future<unknown>,
  (handle: JoinHandle<string>) => Future<unknown>,
][] = [
  ['both by race', (handle) => race([handle, pending()]), (handle) => race([handle, pending()])],
  ['one by yield*', (handle) => joining(handle), (handle) => timeout(handle, 60_000)],
  ['both as tasks', (handle) => handle, (handle) => handle],
];

const joining = co.wrap(function* joining(handle: JoinHandle<string>) {
  return yield* handle;
});

for (const [how, one, other] of ways) {
  test(`two_tasks_that_join_one_task_do_not_wait_for_ever: ${how}`, async () => {
    const executor = new Executor({ idle: eventLoop() });
    const probe = new Probe('task');
    const handle = executor.spawn(probe);
    const outcomes = [one(handle), other(handle)].map((future) => executor.spawn(future));
    await executor.spawn(yieldNow());
    probe.answer('A');
    const [first, second] = await Promise.allSettled(outcomes);
    assert.deepEqual(first, { status: 'fulfilled', value: 'A' });
    assert.match(
      String(second?.status === 'rejected' && second.reason),
      /^PollError: join of task \d+: it was joined before/,
    );
  });
}

test('the_second_coroutine_that_joins_is_told_at_once', () => {
  const executor = new Executor();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  const first = executor.spawn(joining(handle));
  executor.spawn(joining(handle));
  const message = `join of task ${handle.id}: another coroutine joins it already; a handle has one joiner`;
  assert.throws(() => executor.runUntilStalled(), { name: 'PollError', message });
  probe.answer('A');
  assert.equal(executor.runUntil(first), 'A');
  assert.throws(() => executor.runUntil(joining(handle)), /: it was joined before, or dropped; /);
});

test('the_second_await_of_a_handle_is_told_at_once', async () => {
  const handle = spawn(yieldNow());
  const [first, second] = await Promise.allSettled([handle, handle].map(async (handle) => await handle));
  assert.equal(first?.status, 'fulfilled');
  assert.match(String(second?.status === 'rejected' && second.reason), /^PollError: await join of task/);
});

test('a_joiner_that_is_aborted_does_not_leave_another_waiting', async () => {
  const executor = new Executor({ idle: eventLoop() });
  const handle = executor.spawn(pending());
  const [first, second] = [executor.spawn(race([handle])), executor.spawn(race([handle]))];
  await executor.spawn(yieldNow());
  first.abort();
  await assert.rejects(async () => await second, PollError);
});

test('a_handle_may_be_polled_by_one_task_after_the_other', () => {
  const executor = new Executor();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  for (let i = 0; i < 3; i += 1) {
    const look = select({ handle: pollFn((cx) => handle.poll(cx)), now: ready('not yet') });
    assert.equal(executor.runUntil(look).key, 'now');
  }
  probe.answer('A');
  assert.equal(executor.runUntil(joining(handle)), 'A');
});

test('of_very_many_joiners_none_waits_for_ever', () => {
  const executor = new Executor();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  const contexts = Array.from({ length: 40 }, () => countingContext());
  for (const { cx } of contexts) assert.equal(handle.poll(cx), PENDING);
  assert.deepEqual(contexts.map(({ counts }) => counts.wakes).join(''), '1'.repeat(8) + '0'.repeat(32));
  executor.runUntilStalled();
  probe.answer('A');
  executor.runUntilStalled();
  assert.ok(contexts.every(({ counts }) => counts.wakes === 1 && counts.live === 1));
});

test('a_joiner_whose_waker_throws_keeps_none_from_being_woken', () => {
  const executor = new Executor();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  const { cx, counts } = countingContext();
  const throwing = Waker.from({
    wake: () => {
      throw new Error('waker');
    },
  });
  handle.poll(Context.fromWaker(throwing));
  handle.poll(cx);
  executor.runUntilStalled();
  probe.answer('A');
  assert.throws(() => executor.runUntilStalled(), { message: 'waker' });
  assert.equal(counts.wakes, 1);
});
