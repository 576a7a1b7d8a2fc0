import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  co,
  type Future,
  fromPromise,
  PENDING,
  pollFn,
  ready,
  SimpleExecutor,
  sleep,
  sleepUntil,
  timeout,
  yieldNow,
} from 'reveille';

test('tasks_are_polled_round_and_round', () => {
  const executor = new SimpleExecutor();
  const log: string[] = [];
  const counting = co.wrap(function* count(name: string, to: number) {
    for (let i = 1; i <= to; i += 1) {
      log.push(name + i);
      yield* yieldNow();
    }
  });
  executor.spawn(counting('a', 3));
  executor.spawn(counting('b', 1));
  executor.spawn(counting('c', 2));
  executor.run();
  assert.deepEqual(log, ['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
});

test('a_task_that_nobody_wakes_is_polled_all_the_same', () => {
  const executor = new SimpleExecutor();
  let polls = 0;
  executor.spawn(
    pollFn(() => {
      polls += 1;
      return polls === 5 ? 'done' : PENDING;
    }),
  );
  executor.run();
  assert.equal(polls, 5);
});

test('tasks_spawn_tasks', () => {
  const executor = new SimpleExecutor();
  const log: number[] = [];
  const grow = (left: number): Future<void> =>
    co(function* () {
      log.push(left);
      if (left > 0) executor.spawn(grow(left - 1));
    });
  executor.spawn(grow(3));
  executor.run();
  assert.deepEqual(log, [3, 2, 1, 0]);
});

test('timers_work', () => {
  const executor = new SimpleExecutor();
  const log: string[] = [];
  const start = performance.now() + 50; // time enough to begin
  for (const ms of [5, 1]) {
    executor.spawn(
      co(function* () {
        yield* sleepUntil(start + ms);
        log.push(`${ms} ms`);
      }),
    );
  }
  executor.run();
  assert.deepEqual(log.toSorted(), ['1 ms', '5 ms'], 'in whatever order they are looked at');
  assert.ok(performance.now() - start >= 5);
});

test('an_error_ends_the_run_and_its_task_alone', () => {
  const executor = new SimpleExecutor();
  const log: string[] = [];
  executor.spawn(
    co(function* () {
      throw new Error('no');
    }),
  );
  executor.spawn(pollFn(() => void log.push('other')));
  assert.throws(() => executor.run(), { message: 'no' });
  executor.run();
  assert.deepEqual(log, ['other']);
});

test('a_clean_up_becomes_a_task', () => {
  const executor = new SimpleExecutor();
  const log: string[] = [];
  const slow = co(function* () {
    try {
      yield* sleep(60_000);
    } finally {
      yield* sleep(1);
      log.push('cleaned up');
    }
  });
  executor.spawn(
    co(function* () {
      try {
        yield* timeout(slow, 1);
      } catch {
        log.push('timed out');
      }
    }),
  );
  executor.run();
  assert.deepEqual(log, ['timed out', 'cleaned up']);
});

test('a_promise_of_this_thread_never_settles_here', () => {
  const executor = new SimpleExecutor();
  executor.spawn(fromPromise(Promise.resolve(1)));
  assert.throws(() => executor.run(), { name: 'DeadlockError' });
});

test('run_of_nothing_ends', () => {
  new SimpleExecutor().run();
});

test('what_is_no_future_is_refused', () => {
  const executor = new SimpleExecutor();
  for (const bad of [undefined, null, 1, {}, Promise.resolve(), () => ready(1)]) {
    assert.throws(
      () => executor.spawn(bad as never),
      (error) => error instanceof TypeError && error.message.startsWith('future: '),
    );
  }
  executor.run();
});
