import assert from 'node:assert/strict';
import { test } from 'node:test';
import { co, Executor, type Future, join, lazy, PENDING, ready, SimpleExecutor, type Suspend } from 'reveille';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';

/** What `executor` does with a task that finds `count` ready futures, beside one that only watches. */
function traceOf(budget: number, step: (i: number) => Future<unknown>, count: number): string {
  const executor = new Executor({ budget });
  const log: string[] = [];
  const busy = co(function* () {
    for (let i = 1; i <= count; i += 1) {
      try {
        yield* step(i);
      } catch {}
      log.push(String(i));
    }
  });
  const handle = executor.spawn(busy);
  while (!handle.isFinished) {
    executor.tick();
    log.push('|');
  }
  return log.join(' ');
}

const called = co.wrap(function* called(i: number) {
  return i;
});

const steps: [string, (i: number) => Future<unknown>][] = [
  ['ready futures', (i) => ready(i)],
  ['calls of coroutines that are ready', (i) => called(i)],
  ['ready futures and calls in turn', (i) => (i % 2 === 0 ? ready(i) : called(i))],
  [
    'futures that fail at once',
    () =>
      lazy(() => {
        throw new Error('no');
      }),
  ],
  [
    'calls of coroutines that fail at once',
    () =>
      co(function* () {
        throw new Error('no');
      }),
  ],
];

for (const [name, step] of steps) {
  test(`a budget of 3 and ${name}`, () => {
    assert.equal(traceOf(3, step, 8), '1 2 3 | 4 5 6 | 7 8 |');
  });

  test(`a budget of 1 and ${name}`, () => {
    assert.equal(traceOf(1, step, 4), '1 | 2 | 3 | 4 |');
  });
}

test('the_budget_is_128_unless_it_is_set', () => {
  const trace = traceOf(128, (i) => ready(i), 300).split(' | ');
  assert.deepEqual(
    trace.map((round) => round.split(' ').length),
    [128, 128, 45], // the last round ends with the bar
  );
});

test('another_task_has_its_turn_in_between', () => {
  const executor = new Executor({ budget: 3 });
  const log: string[] = [];
  const counting = co.wrap(function* count(name: string) {
    for (let i = 1; i <= 5; i += 1) {
      yield* ready(i);
      log.push(name + i);
    }
  });
  executor.spawn(counting('a'));
  executor.spawn(counting('b'));
  executor.run();
  assert.deepEqual(log.join(' '), 'a1 a2 a3 b1 b2 b3 a4 a5 b4 b5');
});

test('the_budget_is_counted_over_all_levels', () => {
  const log: string[] = [];
  const executor = new Executor({ budget: 3 });
  const level = co.wrap(function* at(depth: number): Generator<Suspend, void, unknown> {
    log.push(String(depth));
    if (depth > 0) yield* level(depth - 1);
  });
  const handle = executor.spawn(level(7));
  while (!handle.isFinished) {
    executor.tick();
    log.push('|');
  }
  assert.equal(log.join(' '), '7 6 5 4 | 3 2 1 | 0 |');
});

test('a_task_over_its_budget_wakes_itself_and_leaks_no_waker', () => {
  const { cx, counts } = countingContext({ budget: 2 });
  const future = co(function* () {
    for (let i = 0; i < 5; i += 1) yield* ready(i);
    return 'done';
  });
  assert.deepEqual([future.poll(cx), counts.wakes], [PENDING, 1]);
  assert.deepEqual([future.poll(cx), counts.wakes], [PENDING, 2]);
  assert.equal(future.poll(cx), 'done');
  assertBalanced(counts);
});

test('dropping_a_task_over_its_budget_loses_nothing_it_had_taken', () => {
  const { cx } = countingContext({ budget: 2 });
  const items = [1, 2, 3, 4];
  const seen: (number | undefined)[] = [];
  const future = co(function* () {
    for (;;) seen.push(yield* lazy(() => items.shift()));
  });
  assert.equal(future.poll(cx), PENDING);
  future[Symbol.dispose]();
  assert.deepEqual(
    [seen, items],
    [
      [1, 2],
      [3, 4],
    ],
  );
});

test('dropping_a_task_over_its_budget_at_a_call_runs_nothing_of_it', () => {
  const { cx } = countingContext({ budget: 1 });
  const log: string[] = [];
  const part = co.wrap(function* part(name: string) {
    log.push(name);
  });
  const future = co(function* () {
    try {
      yield* part('a');
      yield* part('b');
    } finally {
      log.push('finally');
    }
  });
  assert.equal(future.poll(cx), PENDING);
  future[Symbol.dispose]();
  assert.deepEqual(log, ['a', 'finally']);
});

test('parts_of_a_join_share_the_budget_of_their_task', () => {
  const executor = new Executor({ budget: 3 });
  const log: string[] = [];
  const part = (name: string): Future<void> =>
    co(function* () {
      for (let i = 1; i <= 4; i += 1) {
        yield* ready(i);
        log.push(name + i);
      }
    });
  const handle = executor.spawn(
    co(function* () {
      yield* join(part('a'), part('b'));
    }),
  );
  while (!handle.isFinished) {
    executor.tick();
    log.push('|');
  }
  assert.equal(log.filter((entry) => entry.startsWith('a')).length, 4);
  assert.equal(log.filter((entry) => entry.startsWith('b')).length, 4);
  for (const round of log.join(' ').split(' | ')) assert.ok(round.split(' ').length <= 5, round);
});

test('a_task_that_never_waits_lets_another_stop_it', () => {
  const executor = new Executor();
  const stop = { now: false };
  const busy = executor.spawn(
    co(function* () {
      while (!stop.now) yield* ready(1);
    }),
  );
  executor.spawn(lazy(() => (stop.now = true)));
  executor.runUntil(busy);
});

test('a_promise_has_a_budget_too', async () => {
  const stop = { now: false };
  setImmediate(() => {
    stop.now = true;
  });
  await co(function* () {
    while (!stop.now) yield* ready(1);
  });
});

test('the_simple_executor_has_a_budget_too', () => {
  const executor = new SimpleExecutor();
  const stop = { now: false };
  executor.spawn(
    co(function* () {
      while (!stop.now) yield* ready(1);
    }),
  );
  executor.spawn(lazy(() => (stop.now = true)));
  executor.run();
});

test('a_budget_that_is_no_whole_number_above_0_is_refused', () => {
  const table: [unknown, typeof TypeError | typeof RangeError][] = [
    [0, RangeError],
    [-1, RangeError],
    [1.5, RangeError],
    [Number.NaN, RangeError],
    [Number.POSITIVE_INFINITY, RangeError],
    [2 ** 31, RangeError],
    ['3', TypeError],
    [3n, TypeError],
  ];
  for (const [budget, type] of table) {
    assert.throws(
      () => new Executor({ budget: budget as number }),
      (error) => error instanceof type && error.message.startsWith('options.budget: '),
      String(budget),
    );
  }
});
