import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, Executor, type Future, PENDING, type Suspend, yieldNow } from 'reveille';
import { countingContext } from '../support/hand-polled.js';
import { Probe } from '../support/probe.js';

const DEPTH = 100_000;

/** A coroutine `depth` levels deep around `leaf`; `log` counts the levels that were left. */
function tower(depth: number, leaf: () => Future<number>, left = { count: 0 }): Future<number> {
  const level = co.wrap(function* at(depth: number): Generator<Suspend, number, unknown> {
    try {
      return depth === 0 ? yield* leaf() : 1 + (yield* level(depth - 1));
    } finally {
      left.count += 1;
    }
  });
  return level(depth);
}

const suspending = (times: number): (() => Future<number>) =>
  co.wrap(function* leaf() {
    for (let i = 0; i < times; i += 1) yield* yieldNow();
    return 0;
  });

test('recursion_a_hundred_thousand_deep_without_suspending', () => {
  assert.equal(blockOn(tower(DEPTH, suspending(0))), DEPTH);
});

test('recursion_a_hundred_thousand_deep_that_suspends_at_the_bottom', () => {
  assert.equal(blockOn(tower(DEPTH, suspending(3))), DEPTH);
  assert.equal(new Executor().runUntil(tower(DEPTH, suspending(3))), DEPTH);
});

test('recursion_a_hundred_thousand_deep_on_the_event_loop', async () => {
  assert.equal(await tower(DEPTH, suspending(3)), DEPTH);
});

test('an_error_rises_a_hundred_thousand_levels', () => {
  const left = { count: 0 };
  const error = new Error('from the bottom');
  const failing = co.wrap(function* leaf(): Generator<Suspend, number, unknown> {
    yield* yieldNow();
    throw error;
  });
  assert.throws(() => blockOn(tower(DEPTH, failing, left)), error);
  assert.equal(left.count, DEPTH + 1);
});

test('a_drop_leaves_a_hundred_thousand_levels', () => {
  const { cx } = countingContext();
  const left = { count: 0 };
  const log: string[] = [];
  const future = tower(DEPTH, () => new Probe('leaf', log) as unknown as Future<number>, left);
  while (future.poll(cx) === PENDING && log.length === 0);
  future[Symbol.dispose]();
  assert.deepEqual(log.slice(-1), ['drop leaf']);
  assert.equal(left.count, DEPTH + 1);
});

test('resuming_enters_the_innermost_frame_alone', () => {
  // Were the levels walked, a hundred thousand resumes a hundred thousand deep would take minutes.
  const start = performance.now();
  assert.equal(blockOn(tower(DEPTH, suspending(DEPTH))), DEPTH);
  assert.ok(performance.now() - start < 20_000);
});

test('a_deep_stack_unwinds_and_grows_again', () => {
  const log: number[] = [];
  const answer = blockOn(
    co(function* () {
      for (const depth of [1, 1000, 10, 5000]) log.push(yield* tower(depth, suspending(2)));
      return log.length;
    }),
  );
  assert.deepEqual([answer, log], [4, [1, 1000, 10, 5000]]);
});
