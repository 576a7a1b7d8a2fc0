import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DepthFirst } from '../../../src/testing/strategy/depth-first.js';
import { Dpor } from '../../../src/testing/strategy/dpor.js';
import { add, fail, load, notify, type Program, spin, store, timedWait, wait } from '../litmus.js';
import { kindOf } from './kind.js';
import { explore, PLAIN, type Played } from './play.js';
import { machines, programs } from './random-program.js';
import { Survey } from './survey.js';
import { awaitIt, enlist } from './toy-machine.js';

const complete = (runs: readonly Played[]): Played[] => runs.filter(({ run }) => !run.cut);

test('random_programs_have_the_same_outcomes_as_in_every_schedule', () => {
  fc.assert(
    fc.property(programs({ operations: 8, unusual: true, counting: true }), machines, (program, options) => {
      const survey = new Survey(program, options);
      fc.pre(survey.states < 2_000);
      const dpor = new Dpor();
      const { runs, outcomes } = explore(program, dpor, options);
      assert.deepEqual(outcomes, survey.outcomes);
      assert.equal(dpor.completeUpTo, Number.POSITIVE_INFINITY);
      assert.ok(complete(runs).length <= survey.allSchedules);
    }),
    { numRuns: 375 },
  );
});

test('random_programs_that_neither_spin_nor_fail_nor_await_run_once_in_each_kind_of_schedule', () => {
  fc.assert(
    fc.property(programs({ operations: 7, unusual: false }), fc.boolean(), (program, afterWrites) => {
      const options = { ...PLAIN, afterWrites, looks: Number.POSITIVE_INFINITY };
      fc.pre(new Survey(program, options).allSchedules <= 1_000);
      const all = explore(program, new DepthFirst(Number.POSITIVE_INFINITY), options).runs;
      const kinds = complete(explore(program, new Dpor(), options).runs).map(({ run }) => kindOf(run));
      assert.deepEqual(kinds.toSorted(), [...new Set(all.map(({ run }) => kindOf(run)))].sort());
    }),
    { numRuns: 300 },
  );
});

test('larger_random_programs_have_the_same_outcomes_as_in_every_schedule', () => {
  fc.assert(
    fc.property(programs({ operations: 12, unusual: true, counting: true }), machines, (program, options) => {
      const survey = new Survey(program, options);
      fc.pre(survey.states < 2_000);
      let runs = 0;
      const { outcomes } = explore(program, new Dpor(), options, () => fc.pre((runs += 1) <= 2_000));
      assert.deepEqual(outcomes, survey.outcomes);
    }),
    { numRuns: 25 },
  );
});

test('independent_threads_run_once', () => {
  const program: Program = [
    [store(0, 1), load(0), add(0, 1)],
    [store(1, 1), load(1), add(1, 1)],
    [store(2, 1), load(2), load(2)],
    [load(3), load(3), load(3)],
  ];
  const dpor = new Dpor();
  assert.equal(explore(program, dpor).runs.length, 1);
  assert.equal(dpor.completeUpTo, Number.POSITIVE_INFINITY);
});

test('threads_that_only_read_run_once', () => {
  assert.equal(explore([[load(0), load(1)], [load(1), load(0)], [load(0)]], new Dpor()).runs.length, 1);
});

test('one_race_makes_two_runs', () => {
  assert.equal(
    explore(
      [
        [load(1), store(0, 1)],
        [load(2), store(0, 2)],
      ],
      new Dpor(),
    ).runs.length,
    2,
  );
});

test('a_run_in_which_only_sleeping_threads_could_go_is_cut', () => {
  const program: Program = [[load(0), load(1), fail(0)], [store(0, 1), store(1, 1)], [store(1, 1)]];
  assert.ok(explore(program, new Dpor()).runs.some(({ run }) => run.cut));
});

test('nothing_is_complete_before_the_last_run', () => {
  const dpor = new Dpor();
  const seen: unknown[] = [];
  explore([[store(0, 1)], [store(0, 2)]], dpor, PLAIN, () => seen.push(dpor.completeUpTo));
  assert.deepEqual(seen, [undefined, Number.POSITIVE_INFINITY]);
});

test('time_limits_that_nobody_could_meet_end_in_every_order', () => {
  const waiter = [timedWait(0, 0), add(1, 1)];
  const { outcomes } = explore([waiter, waiter, waiter], new Dpor());
  assert.equal(outcomes.length, 6);
});

test('whichever_write_lets_a_held_thread_go_on_might_come_first', () => {
  assert.equal(explore([[add(1, 1)], [store(0, 2)], [spin(1, 1)]], new Dpor(), { ...PLAIN, looks: 1 }).runs.length, 3);
});

test('a_time_limit_is_tried_although_the_notification_came_before_the_wait', () => {
  const program = [
    [enlist(0, 0), load(2), awaitIt],
    [store(0, 1), store(2, 1), notify(0)],
  ];
  assert.deepEqual(explore(program, new Dpor()).outcomes, [
    'async 0 ok | 1 ; 1 0 1 0',
    'async 0 timed-out | 0 ; 1 0 1 0',
    'async 1 ok | 1 ; 1 0 1 0',
    'async 1 timed-out | 0 ; 1 0 1 0',
    'not-equal 0 | 0 ; 1 0 1 0',
    'not-equal 1 | 0 ; 1 0 1 0',
  ]);
});

test('a_step_that_is_another_than_was_expected_wakes_whom_it_concerns', () => {
  const program = [
    [enlist(0, 0), notify(1), awaitIt],
    [wait(1, 0), notify(0, 2)],
  ];
  const { outcomes } = explore(program, new Dpor());
  assert.deepEqual(outcomes, new Survey(program).outcomes);
  assert.ok(
    outcomes.includes('async 1 timed-out | ok 0 ; 0 0 0 0'),
    'the limit ends although it ends in a step at word 0',
  );
});

test('a_program_of_one_thread_or_none_runs_once', () => {
  assert.equal(explore([[load(0), store(0, 1)]], new Dpor()).runs.length, 1);
  assert.equal(explore([[], []], new Dpor()).runs.length, 1);
});
