import assert from 'node:assert/strict';
import { test } from 'node:test';
import { co, Executor, pending, ready, select, sleep, TimeoutError, timeout } from 'reveille';
import { bounded } from 'reveille/channel';
import { simulate, TestExecutor, VirtualTimers } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

test('default_answers_when_no_branch_is_ready_and_drops_them', () => {
  const log: string[] = [];
  const { cx, counts } = countingContext();
  const future = select({ a: new Probe('a', log), b: new Probe('b', log) }, { default: 7 });
  assert.deepEqual(future.poll(cx), { key: 'default', value: 7 });
  assert.deepEqual(taken(log), ['poll a', 'poll b', 'drop a', 'drop b']);
  assertBalanced(counts);
});

test('a_branch_that_is_ready_comes_before_the_default', () => {
  const won = new Executor().runUntil(select({ a: pending(), b: ready('b') }, { default: 'none' }));
  assert.deepEqual(won, { key: 'b', value: 'b' });
});

test('undefined_is_a_default_too', () => {
  assert.deepEqual(new Executor().runUntil(select({ a: pending() }, { default: undefined })), {
    key: 'default',
    value: undefined,
  });
});

test('a_time_limit_fails_and_drops_the_branches', () => {
  const log: string[] = [];
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const future = select({ a: new Probe('a', log) }, { timeout: 5 });
  future.poll(cx);
  timers.advance(5);
  assert.equal(counts.wakes, 1);
  assert.throws(
    () => future.poll(cx),
    (error) => error instanceof TimeoutError && error.message === 'select(a: a) was still pending after 5 ms',
  );
  assert.deepEqual(taken(log), ['poll a', 'poll a', 'drop a']);
  assertBalanced(counts);
});

test('a_branch_that_is_ready_is_taken_however_late_it_is_looked_at', () => {
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const probe = new Probe('a');
  const future = select({ a: probe }, { timeout: 5 });
  future.poll(cx);
  timers.advance(60);
  probe.answer('late');
  assert.deepEqual(future.poll(cx), { key: 'a', value: 'late' });
  assertBalanced(counts);
});

test('an_answer_disarms_the_time_limit', () => {
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const probe = new Probe('a');
  const future = select({ a: probe }, { timeout: 5 });
  future.poll(cx);
  assert.equal(timers.length, 1);
  probe.answer('soon');
  future.poll(cx);
  assert.equal(timers.length, 0);
});

test('a_default_with_a_time_limit_answers_when_it_has_passed', () => {
  const executor = new TestExecutor({ schedule: [] });
  const won = executor.runUntil(select({ a: sleep(10) }, { default: 'late', timeout: 5 }));
  assert.deepEqual(won, { key: 'default', value: 'late' });
  assert.equal(executor.now(), 5);
});

/** Which of two branches that are always ready wins, so many times in a row. */
const winners = (count: number, fair: boolean) =>
  co(function* () {
    let text = '';
    for (let n = 0; n < count; n += 1) text += (yield* select({ a: ready(1), b: ready(2) }, { fair })).key;
    return text;
  });

test('a_fair_select_gives_all_that_are_ready_their_turns', () => {
  const text = new Executor().runUntil(winners(300, true));
  for (const key of 'ab') {
    const wins = text.split(key).length - 1;
    assert.ok(wins > 75 && wins < 225, `${key} won ${wins} of 300`);
  }
  assert.equal(new Executor().runUntil(winners(30, false)), 'a'.repeat(30));
});

test('of_a_fair_select_the_seed_decides', async () => {
  const run = (seed: number): string => new TestExecutor({ seed }).runUntil(winners(20, true));
  assert.equal(run(1), run(1));
  assert.ok(new Set(Array.from({ length: 10 }, (_, seed) => run(seed))).size > 5);
  const replay = new TestExecutor({ seed: 3 });
  const text = replay.runUntil(winners(20, true));
  assert.equal(new TestExecutor({ schedule: replay.choices }).runUntil(winners(20, true)), text);
  await simulate(20, () => winners(5, true), { verify: true });
});

test('a_fair_select_still_polls_each_branch_once', () => {
  const log: string[] = [];
  const { cx } = countingContext();
  const future = select({ a: new Probe('a', log), b: new Probe('b', log), c: new Probe('c', log) }, { fair: true });
  future.poll(cx);
  assert.deepEqual(taken(log).sort(), ['poll a', 'poll b', 'poll c']);
});

test('a_fair_select_that_waits_for_one_channel_in_several_branches_is_served_in_each', () => {
  const [tx, rx] = bounded<number>(1);
  const executor = new Executor();
  const receiver = executor.spawn(
    co(function* () {
      const keys = new Set<string>();
      for (let n = 0; n < 50; n += 1) {
        keys.add((yield* select({ a: rx.recv(), b: rx.recv(), c: rx.recv() }, { fair: true })).key);
      }
      return [...keys].sort();
    }),
  );
  executor.spawn(
    co(function* () {
      for (let n = 0; n < 50; n += 1) yield* tx.send(n);
    }),
  );
  assert.deepEqual(executor.runUntil(receiver), ['a', 'b', 'c']);
});

test('a_select_in_a_select_ends_with_it', () => {
  const inner = select({ x: sleep(50) });
  const won = new TestExecutor({ schedule: [] }).runUntil(timeout(select({ inner, y: sleep(5) }), 100));
  assert.equal(won.key, 'y');
});

test('bad_options_are_refused_before_anything_is_polled', () => {
  const log: string[] = [];
  const probe = new Probe('a', log);
  const refused = (options: object, error: object): void =>
    assert.throws(() => select({ a: probe }, options as { fair: boolean }), error);
  refused({ defualt: 1 }, { message: 'options.defualt: there is no such option, only timeout, fair, default' });
  refused({ timeout: -1 }, RangeError);
  refused({ timeout: '1' }, TypeError);
  refused({ fair: 'yes' }, { name: 'TypeError', message: 'options.fair: expected a boolean, got "yes"' });
  assert.throws(() => select({ default: probe }, { default: 1 }), {
    name: 'TypeError',
    message: 'options.default: there is a branch of that name already',
  });
  assert.deepEqual(log, []);
});
