import assert from 'node:assert/strict';
import { test } from 'node:test';
import { co, Executor, type Future, lazy, pending, pollFn, race, ready, sleep, yieldNow } from 'reveille';
import { countingContext } from '../support/hand-polled.js';

const failing = (error: unknown): Future<never> =>
  lazy(() => {
    throw error;
  });

const failingLater = (error: unknown): Future<void> =>
  co(function* () {
    yield* yieldNow();
    throw error;
  });

const error = new Error('task failed');

test('an_error_reaches_the_joiner', () => {
  const executor = new Executor();
  for (const make of [failing, failingLater]) {
    const handle = executor.spawn(make(error));
    assert.throws(() => executor.runUntil(handle), error);
    executor.run();
  }
});

test('an_error_reaches_a_joining_task', () => {
  const executor = new Executor();
  const caught = executor.runUntil(
    co(function* () {
      const handle = executor.spawn(failingLater(error));
      try {
        yield* handle;
      } catch (caught) {
        return caught;
      }
      return undefined;
    }),
  );
  assert.equal(caught, error);
  executor.run();
});

const runners: [string, (executor: Executor) => void][] = [
  ['run', (executor) => executor.run()],
  ['runUntilStalled', (executor) => executor.runUntilStalled()],
  ['runUntil', (executor) => executor.runUntil(sleep(1))],
];

for (const [name, run] of runners) {
  test(`an error that nobody joins is thrown by ${name}`, () => {
    const executor = new Executor();
    executor.spawn(failing(error));
    assert.throws(() => run(executor), error);
    run(executor); // once
  });

  test(`several errors that nobody joins are thrown by ${name} together`, () => {
    const executor = new Executor();
    const errors = [new Error('first'), 'second', new Error('third')];
    for (const error of errors) executor.spawn(failingLater(error));
    assert.throws(
      () => run(executor),
      (thrown) => {
        assert.ok(thrown instanceof AggregateError);
        assert.deepEqual(thrown.errors, errors);
        return true;
      },
    );
    run(executor);
  });

  test(`an error that somebody joins is not thrown by ${name}`, () => {
    const executor = new Executor();
    const handle = executor.spawn(failing(error));
    executor.spawn(
      co(function* () {
        yield* yieldNow(); // joined late, but before the executor has nothing left to run
        try {
          yield* handle;
        } catch {}
      }),
    );
    run(executor);
  });
}

test('the_other_tasks_run_on_after_an_error', () => {
  const executor = new Executor();
  const log: string[] = [];
  executor.spawn(failing(error));
  executor.spawn(
    co(function* () {
      yield* sleep(1);
      log.push('ran on');
    }),
  );
  assert.throws(() => executor.run(), error);
  executor.run();
  assert.deepEqual(log, ['ran on']);
});

test('an_error_that_was_thrown_already_is_still_the_joiners', () => {
  const executor = new Executor();
  const handle = executor.spawn(failing(error));
  assert.throws(() => executor.run(), error);
  assert.throws(() => executor.runUntil(handle), error);
  executor.run();
});

test('a_tick_keeps_the_error_for_whoever_runs', () => {
  const executor = new Executor();
  executor.spawn(failing(error));
  assert.equal(executor.tick(), false);
  assert.throws(() => executor.runUntilStalled(), error);
});

test('an_error_is_reported_once_although_its_handle_is_dropped', () => {
  const executor = new Executor();
  const handle = executor.spawn(failing(error));
  executor.tick();
  handle[Symbol.dispose]();
  assert.throws(() => executor.run(), error);
  executor.run();
});

test('an_error_that_was_reported_is_not_reported_again_when_its_handle_is_dropped', () => {
  const executor = new Executor();
  const handle = executor.spawn(failing(error));
  assert.throws(() => executor.run(), error);
  handle[Symbol.dispose]();
  executor.run();
});

test('a_joiner_that_gives_up_before_the_error_leaves_it_to_run', () => {
  const executor = new Executor();
  const { cx } = countingContext();
  const handle = executor.spawn(failingLater(error));
  handle.poll(cx);
  handle[Symbol.dispose]();
  assert.throws(() => executor.run(), error);
});

test('a_joiner_that_gives_up_after_the_error_leaves_it_to_run', () => {
  const executor = new Executor();
  const { cx } = countingContext();
  const handle = executor.spawn(failingLater(error));
  handle.poll(cx);
  executor.runUntilStalled();
  handle[Symbol.dispose]();
  assert.throws(() => executor.run(), error);
});

test('a_join_that_loses_a_race_leaves_the_error_to_run', () => {
  const executor = new Executor();
  executor.spawn(race([executor.spawn(failingLater(error)), ready(1)]));
  assert.throws(() => executor.run(), error);
});

test('an_error_of_a_task_whose_joiner_is_aborted_is_thrown_by_run', () => {
  const executor = new Executor();
  const joiner = executor.spawn(executor.spawn(failingLater(error)));
  executor.tick();
  joiner.abort();
  assert.throws(() => executor.run(), error);
});

test('a_cancelled_task_is_no_error_of_anybody', () => {
  const executor = new Executor();
  executor.spawn(pending()).abort();
  executor.run();
});

test('an_error_in_a_finally_of_an_aborted_task_is_one', () => {
  const executor = new Executor();
  const handle = executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        yield* failingLater(error);
      }
    }),
  );
  executor.runUntilStalled();
  handle.abort();
  assert.throws(() => executor.run(), error);
});

test('one_clean_up_that_fails_does_not_stop_the_others', () => {
  const executor = new Executor();
  const log: string[] = [];
  const leaving = co.wrap(function* leaving(cleanUp: () => Future<unknown>) {
    try {
      yield* pending();
    } finally {
      yield* cleanUp();
    }
  });
  const handle = executor.spawn(
    race([
      leaving(() => failingLater(error)),
      leaving(() =>
        co(function* () {
          yield* sleep(2);
          log.push('cleaned up');
        }),
      ),
    ]),
  );
  executor.runUntilStalled();
  handle.abort();
  assert.throws(() => executor.runUntil(handle), error);
  assert.deepEqual(log, ['cleaned up']);
});

test('an_error_when_the_executor_is_dropped_is_thrown_by_the_drop', () => {
  const executor = new Executor();
  executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is the situation
        throw error;
      }
    }),
  );
  executor.runUntilStalled();
  assert.throws(() => executor[Symbol.dispose](), error);
});

test('what_is_thrown_need_not_be_an_error', () => {
  for (const thrown of [undefined, null, 0, 'text']) {
    const executor = new Executor();
    const handle = executor.spawn(failing(thrown));
    const caught: unknown[] = [];
    try {
      executor.runUntil(handle);
    } catch (error) {
      caught.push(error);
    }
    executor.spawn(failing(thrown));
    try {
      executor.run();
    } catch (error) {
      caught.push(error);
    }
    assert.deepEqual(caught, [thrown, thrown]);
  }
});

test('an_error_of_what_run_until_drives_is_thrown_by_it', () => {
  const executor = new Executor();
  assert.throws(() => executor.runUntil(failingLater(error)), error);
  assert.equal(executor.size, 0);
});

test('an_error_of_another_task_drops_what_run_until_drives_when_nothing_else_can_run', () => {
  const executor = new Executor();
  const log: string[] = [];
  executor.spawn(failingLater(error));
  const driven = co(function* () {
    try {
      yield* sleep(60_000);
    } finally {
      log.push('finally');
    }
  });
  assert.throws(() => executor.runUntil(driven), error);
  assert.deepEqual([log, executor.size], [['finally'], 0]);
});

test('a_failing_task_is_polled_no_more', () => {
  const executor = new Executor();
  let polls = 0;
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      cx.waker.wakeByRef();
      throw error;
    }),
  );
  assert.throws(() => executor.run(), error);
  executor.run();
  assert.equal(polls, 1);
});
