import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  CancelledError,
  co,
  Executor,
  type Future,
  type JoinHandle,
  join,
  PENDING,
  PollError,
  pending,
  pollFn,
  race,
  ready,
  sleep,
  yieldNow,
} from 'reveille';
import { countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

test('join_answers_the_value', () => {
  const executor = new Executor();
  const handle = executor.spawn(ready({ answer: 42 }));
  assert.equal(handle.isFinished, false);
  assert.deepEqual(executor.runUntil(handle), { answer: 42 });
  assert.equal(handle.isFinished, true);
});

test('a_task_joins_another', () => {
  const executor = new Executor();
  const log: string[] = [];
  const answer = executor.runUntil(
    co(function* () {
      const handle = executor.spawn(
        co(function* () {
          log.push('child');
          yield* yieldNow();
          return 'value';
        }),
      );
      log.push('parent');
      return yield* handle;
    }),
  );
  assert.equal(answer, 'value');
  assert.deepEqual(log, ['parent', 'child']);
});

test('joined_late_it_still_answers', () => {
  const executor = new Executor();
  const handle = executor.spawn(ready('early'));
  executor.run();
  assert.equal(executor.runUntil(handle), 'early');
});

test('join_from_outside_of_the_executor', () => {
  const executor = new Executor();
  const { cx, counts } = countingContext();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  assert.equal(handle.poll(cx), PENDING);
  executor.runUntilStalled();
  probe.answer('A');
  executor.runUntilStalled();
  assert.equal(counts.wakes, 1);
  assert.equal(handle.poll(cx), 'A');
});

test('join_across_two_executors_of_one_thread', () => {
  const [a, b] = [new Executor(), new Executor()];
  const handle = a.spawn(ready('from a'));
  const joiner = b.spawn(handle);
  b.runUntilStalled();
  a.run();
  assert.equal(b.runUntil(joiner), 'from a');
});

test('join_twice_is_an_error', () => {
  const executor = new Executor();
  const handle = executor.spawn(ready(1));
  executor.runUntil(handle);
  assert.throws(
    () => executor.runUntil(handle),
    (error) => error instanceof PollError && /joined before/.test(error.message),
  );
});

test('a_deadlock_of_joins_says_who_waits_for_whom', () => {
  const executor = new Executor();
  const first: JoinHandle<void> = executor.spawn(
    co(function* first() {
      yield* second;
    }),
  );
  const second: JoinHandle<void> = executor.spawn(
    co(function* second() {
      yield* first;
    }),
  );
  const message = [
    `task ${first.id} (co first awaiting join of task ${second.id})`,
    `task ${second.id} (co second awaiting join of task ${first.id})`,
  ].join(', ');
  assert.throws(() => executor.run(), new RegExp(message.replace(/[()]/g, '\\$&')));
});

test('join_of_a_task_by_itself_is_a_deadlock_that_is_found', () => {
  const executor = new Executor();
  const self: { handle?: Future<unknown> } = {};
  self.handle = executor.spawn(pollFn((cx) => self.handle?.poll(cx)));
  assert.throws(() => executor.run(), { name: 'DeadlockError' });
});

test('a_dropped_handle_lets_the_task_run_on', () => {
  const executor = new Executor();
  const log: string[] = [];
  const handle = executor.spawn(
    co(function* () {
      yield* yieldNow();
      log.push('ran on');
    }),
  );
  handle[Symbol.dispose]();
  executor.run();
  assert.deepEqual(log, ['ran on']);
  assert.throws(() => executor.runUntil(handle), PollError);
});

test('a_join_that_loses_a_race_lets_the_task_run_on', () => {
  const executor = new Executor();
  const log: string[] = [];
  const answer = executor.runUntil(
    co(function* () {
      const slow = executor.spawn(
        co(function* () {
          yield* sleep(2);
          log.push('slow');
        }),
      );
      return yield* race([slow, ready('fast')]);
    }),
  );
  assert.equal(answer, 'fast');
  executor.run();
  assert.deepEqual(log, ['slow']);
});

test('joiners_are_woken_once', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  executor.spawn(
    co(function* () {
      log.push('joining');
      log.push(yield* handle);
    }),
  );
  executor.runUntilStalled();
  probe.answer('A');
  executor.run();
  assert.deepEqual(log, ['joining', 'A']);
});

test('finished_is_ready_when_no_task_is_left', () => {
  const executor = new Executor();
  const { cx, counts } = countingContext();
  const finished = executor.finished();
  const log: string[] = [];
  const probe = new Probe('task', log);
  executor.spawn(probe);
  executor.spawn(ready(1));
  assert.equal(finished.poll(cx), PENDING);
  assert.equal(String(finished), 'the end of 2 tasks');
  executor.runUntilStalled();
  assert.equal(counts.wakes, 0);
  probe.answer('A');
  executor.runUntilStalled();
  assert.equal(counts.wakes, 1);
  assert.equal(finished.poll(cx), undefined);
});

test('finished_is_used_up_like_any_future', () => {
  const { cx } = countingContext();
  const [done, dropped] = [new Executor().finished(), new Executor().finished()];
  assert.equal(done.poll(cx), undefined);
  assert.throws(() => done.poll(cx), PollError);
  dropped[Symbol.dispose]();
  assert.throws(() => dropped.poll(cx), PollError);
});

test('finished_of_an_idle_executor_is_ready_at_once', () => {
  assert.equal(blockOn(new Executor().finished()), undefined);
});

test('finished_begins_again_when_a_task_was_spawned_meanwhile', () => {
  const executor = new Executor();
  const { cx, counts } = countingContext();
  const finished = executor.finished();
  executor.spawn(ready(1));
  assert.equal(finished.poll(cx), PENDING);
  executor.run();
  assert.equal(counts.wakes, 1);
  const handle = executor.spawn(pending());
  assert.equal(finished.poll(cx), PENDING);
  handle.abort();
  assert.equal(counts.wakes, 2);
  assert.equal(finished.poll(cx), undefined);
});

// Aborting.

test('abort_of_a_task_that_was_never_polled', () => {
  const executor = new Executor();
  const log: string[] = [];
  const handle = executor.spawn(new Probe('task', log));
  handle.abort();
  assert.equal(handle.isFinished, true);
  assert.equal(executor.tick(), false);
  assert.deepEqual(log, ['drop task']);
  assert.throws(
    () => executor.runUntil(handle),
    (error) => error instanceof CancelledError && /task \d+ was aborted/.test(error.message),
  );
});

test('abort_of_a_waiting_task_drops_it_at_once', () => {
  const executor = new Executor();
  const log: string[] = [];
  const handle = executor.spawn(new Probe('task', log));
  executor.runUntilStalled();
  handle.abort();
  assert.deepEqual([log, handle.isFinished, executor.size], [['poll task', 'drop task'], true, 0]);
  executor.run();
});

test('abort_of_a_task_that_is_queued_polls_it_no_more', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('task', log);
  const handle = executor.spawn(probe);
  executor.runUntilStalled();
  probe.wake();
  handle.abort();
  executor.runUntilStalled();
  assert.deepEqual(log, ['poll task', 'drop task']);
});

test('abort_of_a_task_that_is_to_be_polled_in_this_round', () => {
  const executor = new Executor();
  const log: string[] = [];
  executor.spawn(pollFn(() => second.abort()));
  const second = executor.spawn(new Probe('second', log));
  executor.spawn(new Probe('third', log));
  executor.runUntilStalled();
  assert.deepEqual(log, ['drop second', 'poll third']);
});

test('abort_by_the_task_itself_takes_effect_when_its_poll_returns', () => {
  const executor = new Executor();
  const log: string[] = [];
  const handle = executor.spawn(
    co(function* () {
      try {
        handle.abort();
        log.push('still running');
        yield* pending();
      } finally {
        log.push('finally');
      }
    }),
  );
  executor.run();
  assert.deepEqual(log, ['still running', 'finally']);
  assert.throws(() => executor.runUntil(handle), CancelledError);
});

test('abort_by_a_task_that_ends_in_the_same_poll_comes_too_late', () => {
  const executor = new Executor();
  const handle = executor.spawn(
    pollFn(() => {
      handle.abort();
      return 'value';
    }),
  );
  assert.equal(executor.runUntil(handle), 'value');
});

test('abort_by_a_task_that_woke_itself_polls_it_no_more', () => {
  const executor = new Executor();
  let polls = 0;
  const handle = executor.spawn(
    pollFn((cx) => {
      polls += 1;
      cx.waker.wakeByRef();
      handle.abort();
      return PENDING;
    }),
  );
  executor.run();
  assert.equal(polls, 1);
});

test('abort_twice_is_abort_once', () => {
  const executor = new Executor();
  const log: string[] = [];
  const handle = executor.spawn(
    co(function* () {
      try {
        yield* new Probe('task', log);
      } finally {
        yield* sleep(1);
        log.push('finally');
      }
    }),
  );
  executor.runUntilStalled();
  handle.abort();
  handle.abort();
  executor.runUntilStalled();
  handle.abort();
  executor.run();
  handle.abort();
  assert.deepEqual(log, ['poll task', 'drop task', 'finally']);
  assert.throws(() => executor.runUntil(handle), CancelledError);
});

test('abort_after_the_end_changes_nothing', () => {
  const executor = new Executor();
  const handle = executor.spawn(ready('value'));
  executor.run();
  handle.abort();
  assert.equal(executor.runUntil(handle), 'value');
});

test('abort_with_a_finally_that_awaits_ends_after_it', () => {
  const executor = new Executor();
  const log: string[] = [];
  const gate = new Probe('gate', log);
  const handle = executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        log.push(yield* gate);
      }
    }),
  );
  executor.spawn(
    co(function* () {
      yield* yieldNow();
      handle.abort();
      log.push('aborted');
      try {
        yield* handle;
      } catch (error) {
        log.push((error as Error).name);
      }
    }),
  );
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['poll gate', 'aborted', 'poll gate']);
  assert.deepEqual([handle.isFinished, executor.size], [false, 2]);
  gate.answer('A');
  executor.run();
  assert.deepEqual(taken(log), ['poll gate', 'A', 'CancelledError']);
});

test('aborted_tasks_clean_up_side_by_side', () => {
  const executor = new Executor();
  const log: string[] = [];
  const leaving = co.wrap(function* leaving(first: string, other: string, last: string) {
    try {
      yield* pending();
    } finally {
      yield* yieldNow();
      log.push(first);
      while (!log.includes(other)) yield* yieldNow();
      log.push(last);
    }
  });
  const handle = executor.spawn(join(leaving('a1', 'b1', 'a2'), leaving('b1', 'a2', 'b2')));
  executor.runUntilStalled();
  handle.abort();
  executor.run();
  assert.deepEqual(log, ['a1', 'b1', 'a2', 'b2']);
});

test('abort_of_a_joiner_lets_the_joined_run_on', () => {
  const executor = new Executor();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  const joiner = executor.spawn(handle);
  executor.runUntilStalled();
  joiner.abort();
  assert.deepEqual([handle.isFinished, executor.size], [false, 1]);
  probe.answer('A');
  executor.run();
  assert.equal(handle.isFinished, true);
});

test('a_wake_after_the_abort_does_nothing', () => {
  const executor = new Executor();
  const probe = new Probe('task');
  const handle = executor.spawn(probe);
  executor.runUntilStalled();
  const waker = probe.waker?.clone();
  handle.abort();
  waker?.wake();
  assert.equal(executor.tick(), false);
});

test('two_tasks_abort_each_other', () => {
  const executor = new Executor();
  const log: string[] = [];
  const first = executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        second.abort();
        log.push('first');
      }
    }),
  );
  const second = executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        first.abort();
        log.push('second');
      }
    }),
  );
  executor.runUntilStalled();
  first.abort();
  executor.run();
  assert.deepEqual(log, ['second', 'first']);
});
