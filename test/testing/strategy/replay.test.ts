import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RandomWalk } from '../../../src/testing/strategy/random.js';
import { decode, encode, Replay } from '../../../src/testing/strategy/replay.js';
import { load, type Program, store } from '../litmus.js';
import { emptyPlan, explore, PLAIN, play } from './play.js';
import { machines, programs } from './random-program.js';

const runOf = (threads: readonly number[]) => ({
  length: threads.length,
  thread: (step: number): number => threads[step] as number,
});

test('steps_in_a_row_are_counted', () => {
  assert.equal(encode(runOf([0, 0, 0, 0, 0, 1, 1, 1, 0, 3])), '0x5 1x3 0x1 3x1');
  assert.equal(encode(runOf([])), '');
});

test('a_text_is_read_as_it_was_written', () => {
  assert.deepEqual([...decode('0x5 1x3 0x1')], [0, 0, 0, 0, 0, 1, 1, 1, 0]);
  assert.deepEqual([...decode('  2x1\n1x1 ')], [2, 1]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), (threads) => {
      assert.deepEqual([...decode(encode(runOf(threads)))], threads);
    }),
  );
});

test('what_is_no_schedule_is_refused', () => {
  for (const text of [
    '0',
    '0x',
    'x5',
    '0x0',
    '0x-1',
    '0x5,1x3',
    '0x5 1',
    'a',
    '0x1.5',
    '4x1',
    '12x1',
    '0x99999999999',
  ]) {
    assert.throws(() => decode(text), { name: 'RangeError', message: /^replay: / }, text);
    assert.throws(() => new Replay(text), { name: 'RangeError', message: /^replay: / }, text);
  }
  for (const value of [undefined, null, 5, ['0x1']]) {
    assert.throws(() => decode(value as unknown as string), { name: 'TypeError', message: /^replay: / });
  }
  assert.throws(() => decode('0x5 4x1'), { message: /threads from 0 to 3, got "4x1"/ });
});

test('a_random_run_is_replayed_step_by_step', () => {
  fc.assert(
    fc.property(programs({ operations: 12, unusual: true }), machines, fc.nat(), (program, options, seed) => {
      const [found] = explore(program, new RandomWalk({ seed, runs: 1 }), options).runs;
      const replay = new Replay(encode((found as typeof found & object).run));
      const [again, ...more] = explore(program, replay, options).runs;
      assert.deepEqual(again, found);
      assert.deepEqual(more, []);
      assert.equal(replay.strayedAt, undefined);
    }),
    { numRuns: 500 },
  );
});

const program: Program = [[load(0), load(0)], [store(0, 1)]];

test('a_schedule_that_no_longer_fits_is_followed_as_far_as_it_can_be', () => {
  for (const [text, strayedAt] of [
    ['0x1 1x1 0x1', undefined],
    ['0x1', undefined],
    ['0x1 1x2', 2],
    ['0x1 1x1 0x5', 3],
    ['3x1', 0],
  ] as const) {
    const replay = new Replay(text);
    const [played] = explore(program, replay).runs;
    assert.equal(played?.run.length, 3);
    assert.equal(replay.strayedAt, strayedAt, text);
  }
});

test('a_schedule_with_more_steps_than_a_run_may_have_is_refused', () => {
  assert.throws(() => new Replay('0x11').next(emptyPlan(10)), { name: 'RangeError', message: /^replay: has 11 steps/ });
});

test('a_replay_is_one_run_and_proves_nothing', () => {
  const replay = new Replay('0x1');
  const plan = emptyPlan();
  assert.ok(replay.next(plan));
  replay.ran(play(program, plan, PLAIN).run);
  assert.equal(replay.next(plan), false);
  assert.equal(replay.completeUpTo, undefined);
});
