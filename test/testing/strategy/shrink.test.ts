import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DepthFirst } from '../../../src/testing/strategy/depth-first.js';
import { RandomWalk } from '../../../src/testing/strategy/random.js';
import { encode, Replay } from '../../../src/testing/strategy/replay.js';
import { preempts, type Run } from '../../../src/testing/strategy/run.js';
import { Shrink } from '../../../src/testing/strategy/shrink.js';
import type { Strategy } from '../../../src/testing/strategy/strategy.js';
import { add, type Ending, fail, jump, load, notify, spin, store, wait } from '../litmus.js';
import { emptyPlan, explore, PLAIN, type Played, play } from './play.js';
import { programs } from './random-program.js';
import { Survey } from './survey.js';
import type { ToyProgram } from './toy-machine.js';

type Fails = (ending: Ending) => boolean;

const isStuck: Fails = ({ finished, failed }) => failed === undefined && finished.includes(false);
const threw: Fails = ({ failed }) => failed !== undefined;

interface Size {
  readonly preemptions: number;
  readonly switches: number;
  readonly steps: number;
}

function sizeOf(run: Run): Size {
  const steps = Array.from({ length: run.length }, (_, step) => step);
  const preemptions = steps.filter((step) => preempts(run, step)).length;
  const switches = steps.filter((step) => step > 0 && run.thread(step) !== run.thread(step - 1)).length;
  return { preemptions, switches, steps: run.length };
}

const compare = (a: Size, b: Size): number =>
  a.preemptions - b.preemptions || a.switches - b.switches || a.steps - b.steps;

/** The smallest of all schedules that fail. */
function least(program: ToyProgram, fails: Fails): Size | undefined {
  const { runs } = explore(program, new DepthFirst(Number.POSITIVE_INFINITY));
  return runs
    .filter(({ ending }) => fails(ending))
    .map(({ run }) => sizeOf(run))
    .sort(compare)[0];
}

function firstFailure(program: ToyProgram, strategy: Strategy, fails: Fails): Played | undefined {
  const plan = emptyPlan();
  while (strategy.next(plan)) {
    const played = play(program, plan);
    if (fails(played.ending)) return played;
    strategy.ran(played.run);
  }
  return undefined;
}

interface Shrunk {
  readonly shrink: Shrink;
  readonly runs: number;
  readonly size: Size;
}

function shrunk(program: ToyProgram, run: Run, fails: Fails, most?: number): Shrunk {
  const shrink = new Shrink(run, most);
  const plan = emptyPlan();
  let runs = 0;
  for (; shrink.next(plan); runs += 1) {
    const { run, ending } = play(program, plan);
    shrink.judged(run, fails(ending));
  }
  const again = explore(program, new Replay(shrink.schedule), PLAIN).runs[0] as Played;
  assert.ok(fails(again.ending), 'what is left still fails');
  assert.equal(encode(again.run), shrink.schedule);
  return { shrink, runs, size: sizeOf(again.run) };
}

const noise = Array.from({ length: 6 }, () => add(3, 1));

const cases: readonly [name: string, program: ToyProgram, fails: Fails, preemptions: number][] = [
  [
    'a lost wake-up takes one preemption',
    [
      [...noise, load(0), jump(1, 1), wait(1, 0), ...noise],
      [...noise, store(0, 1), notify(1), ...noise],
    ],
    isStuck,
    1,
  ],
  [
    'a lost wake-up of two sleepers takes one preemption',
    [
      [...noise, load(0), jump(1, 1), wait(1, 0)],
      [load(0), jump(1, 1), wait(1, 0)],
      [...noise, store(0, 1), notify(1, 2)],
    ],
    isStuck,
    1,
  ],
  [
    'a notify that comes too soon takes none',
    [
      [...noise, wait(0, 0)],
      [...noise, notify(0)],
    ],
    isStuck,
    0,
  ],
  [
    'a lost update takes one preemption',
    [
      [...noise, load(0), jump(1, 2), store(0, 1), jump(0, 1), store(0, 2), ...noise],
      [...noise, load(0), jump(1, 2), store(0, 1), jump(0, 1), store(0, 2), ...noise],
    ],
    ({ memory }) => memory[0] === 1,
    1,
  ],
  [
    'to see a word change twice takes three preemptions',
    [
      [load(0), jump(1, 6), jump(2, 5), load(0), jump(0, 3), jump(2, 2), load(0), fail(2), load(3)],
      [store(0, 1), load(3), store(0, 2), load(3)],
    ],
    threw,
    3,
  ],
  [
    'a spin that waits for a flag which was taken back',
    [
      [...noise, add(0, 1), spin(1, 1)],
      [load(0), jump(0, 2), add(1, 1), add(1, 1), ...noise],
    ],
    isStuck,
    0,
  ],
];

for (const [name, program, fails, preemptions] of cases) {
  test(name, () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const found = firstFailure(program, new RandomWalk({ seed, runs: 20_000 }), fails) as Played;
      const { shrink, size } = shrunk(program, found.run, fails);
      assert.equal(size.preemptions, preemptions, `${encode(found.run)} became ${shrink.schedule}`);
      assert.ok(shrink.isLeast);
    }
  });
}

test('a_lost_wake_up_becomes_as_short_as_it_can_be', () => {
  const program: ToyProgram = [
    [load(0), jump(1, 1), wait(1, 0)],
    [store(0, 1), notify(1), load(3)],
  ];
  const found = firstFailure(program, new RandomWalk({ seed: 1, runs: 1_000 }), isStuck) as Played;
  assert.equal(shrunk(program, found.run, isStuck).shrink.schedule, '0x1 1x3 0x1');
});

test('random_programs_shrink_to_the_fewest_preemptions', () => {
  let shorter = 0;
  let shortest = 0;
  fc.assert(
    fc.property(programs({ operations: 8, unusual: true }), fc.nat(), (program, seed) => {
      const fails: Fails = (ending) => isStuck(ending) || threw(ending);
      const found = firstFailure(program, new RandomWalk({ seed, runs: 20 }), fails);
      fc.pre(found !== undefined && new Survey(program).allSchedules <= 5_000);
      const best = least(program, fails) as Size;
      const { shrink, size } = shrunk(program, found.run, fails);
      assert.ok(compare(size, sizeOf(found.run)) <= 0);
      if (shrink.isLeast) assert.equal(size.preemptions, best.preemptions);
      assert.ok(shrink.isLeast, 'so small a program is searched to the end');
      if (compare(size, sizeOf(found.run)) < 0) shorter += 1;
      if (compare(size, best) === 0) shortest += 1;
    }),
    { numRuns: 300 },
  );
  assert.ok(shorter > 30 && shortest > 200, `${shorter} became shorter, ${shortest} are as short as can be`);
});

test('in_few_runs_most_of_the_switches_go', () => {
  const program: ToyProgram = [
    [...noise, load(0), jump(1, 6), jump(2, 5), load(0), jump(0, 3), jump(2, 2), load(0), fail(2)],
    [store(0, 1), ...noise, store(0, 2), ...noise],
    noise,
  ];
  const found = firstFailure(
    program,
    new Replay('2x1 0x3 2x2 0x1 2x1 0x3 1x1 2x1 0x1 1x4 2x1 1x3 0x1'),
    threw,
  ) as Played;
  assert.deepEqual(sizeOf(found.run), { preemptions: 11, switches: 12, steps: 23 });
  const { size } = shrunk(program, found.run, threw, 80);
  assert.deepEqual(size, { preemptions: 3, switches: 4, steps: 23 });
});

test('no_more_runs_are_made_than_allowed', () => {
  const [, program, fails] = cases[0] as (typeof cases)[number];
  const found = firstFailure(program, new RandomWalk({ seed: 4, runs: 20_000 }), fails) as Played;
  for (const most of [0, 1, 7]) {
    const { runs, size } = shrunk(program, found.run, fails, most);
    assert.ok(runs <= most);
    assert.ok(compare(size, sizeOf(found.run)) <= 0);
  }
});

test('a_run_that_fails_in_every_schedule_needs_no_preemption', () => {
  const program: ToyProgram = [
    [load(0), load(1), wait(0, 0)],
    [load(0), load(1)],
  ];
  const found = firstFailure(program, new Replay('0x1 1x1 0x1'), isStuck) as Played;
  const { shrink } = shrunk(program, found.run, isStuck);
  assert.ok(['0x3 1x2', '1x2 0x3'].includes(shrink.schedule), shrink.schedule);
});

test('a_program_that_does_not_repeat_itself_ends_the_search_and_keeps_the_failure', () => {
  const [, program, fails] = cases[0] as (typeof cases)[number];
  const found = firstFailure(program, new RandomWalk({ seed: 4, runs: 20_000 }), fails) as Played;
  const shrink = new Shrink(found.run);
  const plan = emptyPlan();
  let runs = 0;
  for (; shrink.next(plan); runs += 1) {
    const other: ToyProgram =
      runs % 2 === 0 ? [[load(0)], [load(1)]] : [[load(2), load(2)], [load(0), load(1)], [load(3)]];
    shrink.judged(play(other, plan).run, false);
  }
  assert.ok(runs < 1_000);
  assert.equal(shrink.schedule, encode(found.run));
  assert.equal(shrink.isLeast, false);
});
