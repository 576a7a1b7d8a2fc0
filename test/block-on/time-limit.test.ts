import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  co,
  DeadlockError,
  type Future,
  PENDING,
  pending,
  pollFn,
  ReveilleError,
  ready,
  sleep,
  TimeoutError,
  yieldNow,
} from 'reveille';
import { Probe } from '../support/probe.js';

test('a_limit_that_is_kept_changes_nothing', () => {
  assert.equal(blockOn(ready(1), { timeout: 0 }), 1);
  assert.equal(blockOn(ready(1), { timeout: Number.POSITIVE_INFINITY }), 1);
  assert.equal(blockOn(ready(1), {}), 1);
  assert.equal(blockOn(sleep(1), { timeout: 60_000 }), undefined);
});

test('a_missed_limit_names_what_was_pending', () => {
  const start = performance.now();
  const slow = co(function* outer() {
    yield* co(function* inner() {
      yield* sleep(60_000);
    });
  });
  assert.throws(
    () => blockOn(slow, { timeout: 5 }),
    (error) => {
      assert.ok(error instanceof TimeoutError && error instanceof ReveilleError);
      assert.equal(error.message, 'blockOn: co outer in inner awaiting sleep(60000 ms) was pending after 5 ms');
      return true;
    },
  );
  const waited = performance.now() - start;
  assert.ok(waited >= 5 && waited < 30_000, `${waited} ms`);
});

test('a_missed_limit_drops_the_future', () => {
  const log: string[] = [];
  const future = co(function* () {
    try {
      yield* new Probe('probe', log);
    } finally {
      log.push('finally');
    }
  });
  assert.throws(() => blockOn(future, { timeout: 1 }), TimeoutError);
  assert.deepEqual(log, ['poll probe', 'drop probe', 'finally']);
});

test('a_missed_limit_drives_the_clean_up_to_its_end', () => {
  const log: string[] = [];
  const future = co(function* () {
    try {
      yield* pending();
    } finally {
      yield* sleep(5);
      log.push('cleaned up');
    }
  });
  assert.throws(() => blockOn(future, { timeout: 1 }), TimeoutError);
  assert.deepEqual(log, ['cleaned up']);
});

test('a_limit_of_0_polls_once', () => {
  let polls = 0;
  const future = pollFn(() => {
    polls += 1;
    return PENDING;
  });
  assert.throws(() => blockOn(future, { timeout: 0 }), TimeoutError);
  assert.equal(polls, 1);
});

test('a_future_that_wakes_itself_for_ever_misses_its_limit', () => {
  const busy = co(function* () {
    for (;;) yield* yieldNow();
  });
  assert.throws(() => blockOn(busy, { timeout: 5 }), TimeoutError);
});

test('a_future_that_never_waits_misses_its_limit', () => {
  const busy = co(function* () {
    for (;;) yield* ready(1);
  });
  assert.throws(() => blockOn(busy, { timeout: 5 }), TimeoutError);
});

test('a_limit_stands_in_for_a_deadlock', () => {
  assert.throws(() => blockOn(pending(), { timeout: 1 }), TimeoutError);
  assert.throws(() => blockOn(pending(), { timeout: Number.POSITIVE_INFINITY }), DeadlockError);
});

test('a_limit_ends_with_its_call', () => {
  assert.throws(() => blockOn(pending(), { timeout: 1 }), TimeoutError);
  blockOn(sleep(5));
  assert.throws(() => blockOn(pending()), DeadlockError);
});

test('a_nested_call_has_a_limit_of_its_own', () => {
  const outer = co(function* () {
    assert.throws(() => blockOn(pending(), { timeout: 1 }), TimeoutError);
    yield* sleep(1);
    return 'outer';
  });
  assert.equal(blockOn(outer, { timeout: 60_000 }), 'outer');
  const late = co(function* () {
    blockOn(sleep(10));
    yield* pending();
  });
  assert.throws(() => blockOn(late, { timeout: 5 }), /was pending after 5 ms/);
});

test('the_earlier_of_limit_and_timer_counts', () => {
  const start = performance.now();
  assert.throws(() => blockOn(sleep(60_000), { timeout: 5 }), TimeoutError);
  blockOn(sleep(5), { timeout: 60_000 });
  assert.ok(performance.now() - start < 30_000);
});

test('a_limit_that_is_no_duration_is_refused', () => {
  const log: string[] = [];
  const table: [unknown, typeof TypeError | typeof RangeError][] = [
    [-1, RangeError],
    [-0.001, RangeError],
    [Number.NaN, RangeError],
    [Number.NEGATIVE_INFINITY, RangeError],
    ['1', TypeError],
    [null, TypeError],
    [1n, TypeError],
    [true, TypeError],
  ];
  for (const [timeout, type] of table) {
    assert.throws(
      () => blockOn(new Probe('probe', log) as Future<string>, { timeout: timeout as number }),
      (error) => error instanceof type && error.message.startsWith('options.timeout: '),
      String(timeout),
    );
  }
  assert.deepEqual(log, [], 'nothing was polled or dropped');
  assert.equal(blockOn(ready(1)), 1);
});
