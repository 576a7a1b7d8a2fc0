import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, CancelledError, co, Executor, type Future, lazy, PollError, race, sleep, spawn } from 'reveille';
import { TestExecutor } from 'reveille/testing';
import { ScopeError, scope } from 'reveille/threads';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

/** @param ms - how long its clean-up takes; what is to be seen in the midst of it takes a minute, however slow the machine is. */
const tidy = (log: string[], name: string, failure?: string, ms = 1): Future<void> =>
  co(function* tidy() {
    try {
      yield* sleep(60_000);
    } finally {
      log.push(`${name} cancelled`);
      yield* sleep(ms);
      log.push(`${name} over`);
      if (failure !== undefined) throwIt(failure);
    }
  });

function throwIt(message: string): never {
  throw new Error(message);
}

test('dropping_the_future_drops_body_and_children_at_once', () => {
  const log: string[] = [];
  const [body, a, b] = [new Probe('body', log), new Probe('a', log), new Probe('b', log)];
  const { cx, counts } = countingContext();
  let aborted = false;
  const future = scope((s) => {
    s.spawn(a);
    s.spawn(b);
    s.use({ close: () => log.push('close') });
    s.signal.onabort = () => {
      aborted = true;
      log.push('aborted');
    };
    return body;
  });
  future.poll(cx);
  future.poll(cx);
  taken(log);
  future[Symbol.dispose]();
  assert.deepEqual(taken(log), ['aborted', 'drop body', 'drop a', 'drop b', 'close']);
  assert.equal(aborted, true);
  assertBalanced(counts);
  future[Symbol.dispose]();
  assert.throws(() => future.poll(cx), PollError);
  assert.deepEqual(taken(log), []);
});

test('a_scope_that_was_never_polled_has_started_nothing', () => {
  const future = scope(() => assert.fail('it is not called'));
  future[Symbol.dispose]();
});

test('an_aborted_task_is_over_when_everything_in_its_scope_is', () => {
  const log: string[] = [];
  const executor = new TestExecutor({ seed: 1 });
  const task = executor.spawn(
    co(function* outside() {
      try {
        yield* scope(function* (s) {
          s.spawn(tidy(log, 'child'));
          s.use({
            close: () =>
              co(function* () {
                yield* sleep(1);
                log.push('closed');
              }),
          });
          s.scope(() => tidy(log, 'nested'));
          yield* tidy(log, 'body');
        });
      } finally {
        log.push('left');
      }
    }),
  );
  executor.runUntilStalled();
  task.abort();
  assert.throws(() => executor.runUntil(task), CancelledError);
  assert.deepEqual(log.slice(0, 3), ['body cancelled', 'child cancelled', 'nested cancelled']);
  assert.deepEqual(log.slice(3, 6).sort(), ['body over', 'child over', 'nested over']);
  assert.deepEqual(log.slice(6), ['closed', 'left']);
});

test('a_race_drops_the_scope_and_blockOn_waits_for_its_end', () => {
  const log: string[] = [];
  const winner = new Probe('winner');
  const work = scope(function* (s) {
    s.spawn(tidy(log, 'child'));
    s.spawn(lazy(() => winner.answer('won')));
    yield* tidy(log, 'body');
    return 'lost';
  });
  assert.equal(blockOn(race([work, winner])), 'won');
  assert.deepEqual(log, ['body cancelled', 'child cancelled', 'body over', 'child over']);
});

test('promises_are_told_and_waited_for_after_a_drop', async () => {
  const executor = new TestExecutor({ seed: 1 });
  const log: string[] = [];
  await executor.runUntilAsync(async () => {
    const task = spawn(
      scope(function* (s) {
        s.spawn(async (signal) => {
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          log.push('told');
          await sleep(50);
          log.push('settled');
        });
        yield* sleep(60_000);
      }),
    );
    await sleep(1);
    task.abort();
    await sleep(10);
    log.push(`finished: ${task.isFinished}`);
    await assert.rejects(async () => await task, CancelledError);
  });
  assert.deepEqual(log, ['told', 'finished: false', 'settled']);
  assert.equal(executor.now(), 51);
});

test('what_fails_on_the_way_out_of_a_drop_is_told_to_whoever_drives_it', () => {
  const executor = new TestExecutor({ seed: 1 });
  const task = executor.spawn(
    scope(function* (s) {
      s.spawn(tidy([], 'a', 'clean-up of a'));
      s.spawn(tidy([], 'b', 'clean-up of b'));
      yield* sleep(60_000);
    }),
  );
  executor.runUntilStalled();
  task.abort();
  assert.throws(
    () => executor.runUntil(task),
    (error) =>
      error instanceof ScopeError && error.errors.map(String).join() === 'Error: clean-up of a,Error: clean-up of b',
  );
});

test('dropping_while_it_closes_goes_on_with_closing', () => {
  const log: string[] = [];
  const executor = new TestExecutor({ seed: 1 });
  const task = executor.spawn(
    scope(function* (s) {
      for (const name of ['a', 'b']) {
        s.use({
          close: () =>
            co(function* () {
              yield* sleep(5);
              log.push(`${name} closed`);
            }),
        });
      }
    }),
  );
  executor.advance(7);
  assert.deepEqual(log, ['b closed']);
  task.abort();
  assert.throws(() => executor.runUntil(task), CancelledError);
  assert.deepEqual(log, ['b closed', 'a closed']);
});

test('dropping_what_is_left_to_clean_up_leaves_everything_where_it_stands', () => {
  const log: string[] = [];
  const left: Future<unknown>[] = [];
  const { cx, counts } = countingContext({ adopt: (cleanUp) => void left.push(cleanUp) });
  const future = scope(function* (s) {
    s.spawn(tidy(log, 'child', undefined, 60_000));
    s.spawn(() => new Promise(() => {}));
    yield* tidy(log, 'body', undefined, 60_000);
  });
  for (let polls = 0; polls < 3; polls += 1) future.poll(cx);
  future[Symbol.dispose]();
  assert.equal(left.length, 1);
  left[0]?.poll(cx);
  left[0]?.[Symbol.dispose]();
  assert.deepEqual(log, ['body cancelled', 'child cancelled']);
  assert.equal(left.length, 1);
  assertBalanced(counts);
});

test('a_child_cannot_drop_or_await_its_own_scope', () => {
  const future: Future<void> = scope(function* (s) {
    s.spawn(function* () {
      yield* sleep(1);
      assert.throws(() => future[Symbol.dispose](), PollError);
      assert.throws(() => future.poll(countingContext().cx), PollError);
    });
  });
  new Executor().runUntil(future);
});

test('a_future_that_outlives_its_scope_leaves_its_clean_up_to_who_drove_the_scope', () => {
  const log: string[] = [];
  const executor = new TestExecutor({ seed: 1 });
  const borrowed = tidy(log, 'borrowed');
  executor.runUntil(scope(() => lazy((cx) => void borrowed.poll(cx))));
  borrowed[Symbol.dispose]();
  executor.run();
  assert.deepEqual(log, ['borrowed cancelled', 'borrowed over']);
});
