import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DepthFirst } from '../../../src/testing/strategy/depth-first.js';
import { preempts, type Run } from '../../../src/testing/strategy/run.js';
import { add, compareExchange, jump, load, type Program, store, timedWait } from '../litmus.js';
import { explore, PLAIN, type Played } from './play.js';
import { machines, programs } from './random-program.js';
import { Survey } from './survey.js';

const EVERYTHING = Number.POSITIVE_INFINITY;

const schedules = (runs: readonly Played[]): string[] => runs.map(({ run }) => run.schedule).sort();

const preemptions = (run: Run): number =>
  Array.from({ length: run.length }, (_, step) => preempts(run, step)).filter(Boolean).length;

/** In how many orders threads of so many steps can go: (a + b + ...)! / (a! b! ...). */
function multinomial(...steps: readonly number[]): number {
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  return steps.reduce((quotient, n) => quotient / factorial(n), factorial(steps.reduce((sum, n) => sum + n, 0)));
}

for (const lengths of [
  [1, 1],
  [3, 2],
  [5, 5],
  [2, 2, 2],
  [3, 3, 2],
  [4, 0, 3],
  [2, 2, 2, 1],
  [6, 6],
]) {
  test(`threads of ${lengths.join(', ')} steps run in ${multinomial(...lengths)} schedules, each once`, () => {
    const program = lengths.map((length, thread) => Array.from({ length }, () => add(thread, 1)));
    const { runs } = explore(program, new DepthFirst(EVERYTHING));
    assert.equal(runs.length, multinomial(...lengths));
    assert.equal(new Set(schedules(runs)).size, runs.length);
  });
}

test('a_bound_admits_the_schedules_with_so_many_preemptions_and_no_others', () => {
  fc.assert(
    fc.property(programs({ operations: 7, unusual: true }), machines, (program, options) => {
      const survey = new Survey(program, options);
      fc.pre(survey.allSchedules <= 1_000);
      const all = explore(program, new DepthFirst(EVERYTHING), options).runs;
      assert.equal(all.length, survey.allSchedules);
      for (let bound = 0; bound <= survey.schedules.length; bound += 1) {
        const search = new DepthFirst(bound);
        const { runs } = explore(program, search, options);
        assert.deepEqual(schedules(runs), schedules(all.filter(({ run }) => preemptions(run) <= bound)));
        assert.equal(search.completeUpTo, bound < survey.schedules.length - 1 ? bound : EVERYTHING);
      }
    }),
    { numRuns: 125 },
  );
});

test('random_programs_run_once_in_every_schedule', () => {
  fc.assert(
    fc.property(programs({ operations: 8, unusual: true }), machines, (program, options) => {
      const survey = new Survey(program, options);
      fc.pre(survey.allSchedules <= 2_000);
      const { runs, outcomes } = explore(program, new DepthFirst(EVERYTHING), options);
      assert.equal(runs.length, survey.allSchedules);
      assert.equal(new Set(schedules(runs)).size, runs.length);
      assert.deepEqual(outcomes, survey.outcomes);
    }),
    { numRuns: 250 },
  );
});

const twoByTwo: Program = [
  [load(0), load(0)],
  [load(1), load(1)],
];

test('schedules_with_fewer_preemptions_come_first', () => {
  const { runs } = explore(twoByTwo, new DepthFirst(EVERYTHING));
  assert.deepEqual(
    runs.map(({ run }) => run.schedule),
    ['0011', '1100', '0110', '1001', '0101', '1010'],
  );
  assert.deepEqual(
    runs.map(({ run }) => preemptions(run)),
    [0, 0, 1, 1, 2, 2],
  );
});

test('says_up_to_which_bound_it_is_complete_after_each_run', () => {
  const search = new DepthFirst(EVERYTHING);
  const seen: unknown[] = [];
  explore(twoByTwo, search, PLAIN, () => seen.push([search.completeUpTo, search.phase]));
  assert.deepEqual(seen, [
    [undefined, 'bound 0'],
    [0, 'bound 1'],
    [0, 'bound 1'],
    [1, 'bound 2'],
    [1, 'bound 2'],
    [EVERYTHING, 'bound 2'],
  ]);
});

test('a_bound_that_left_schedules_out_is_not_everything', () => {
  for (const [bound, runs, completeUpTo] of [
    [0, 2, 0],
    [1, 4, 1],
    [2, 6, EVERYTHING],
    [3, 6, EVERYTHING],
  ] as const) {
    const search = new DepthFirst(bound);
    assert.equal(explore(twoByTwo, search).runs.length, runs);
    assert.equal(search.completeUpTo, completeUpTo);
  }
});

test('to_end_a_time_limit_while_others_can_go_is_a_preemption', () => {
  const program: Program = [[timedWait(0, 0)], [load(1)]];
  const all = explore(program, new DepthFirst(EVERYTHING)).runs;
  assert.deepEqual(
    all.map(({ run }) => [run.schedule, preemptions(run)]),
    [
      ['010', 0],
      ['100', 0],
      ['001', 1],
    ],
  );
});

test('a_thread_that_goes_on_for_very_long_makes_way', () => {
  const program: Program = [
    [compareExchange(0, 1, 2), jump(0, -2)],
    [add(1, 1), store(0, 1)],
  ];
  for (const bound of [0, 1, 2]) {
    const search = new DepthFirst(bound);
    const { runs, outcomes } = explore(program, search, { ...PLAIN, patience: 5, looks: 10 });
    assert.equal(new Set(schedules(runs)).size, runs.length);
    assert.equal(search.completeUpTo, bound);
    assert.ok(
      outcomes.some((outcome) => outcome.endsWith('1 | 0 ; 2 1 0 0')),
      String(outcomes),
    );
    assert.ok(runs.every(({ run }) => run.length < 50));
  }
});

test('a_bound_that_is_no_whole_number_is_refused', () => {
  assert.throws(() => new DepthFirst(-1), { name: 'RangeError', message: /^bound: / });
  assert.throws(() => new DepthFirst(0.5), { name: 'RangeError', message: /^bound: / });
  assert.throws(() => new DepthFirst('1' as unknown as number), { name: 'TypeError', message: /^bound: / });
});
