import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pct } from '../../../src/testing/strategy/pct.js';
import type { Plan } from '../../../src/testing/strategy/plan.js';
import { Prng } from '../../../src/testing/strategy/prng.js';
import { RandomWalk } from '../../../src/testing/strategy/random.js';
import type { Strategy } from '../../../src/testing/strategy/strategy.js';
import { add, LITMUS, type Litmus, load, type Program, store, timedWait } from '../litmus.js';
import { emptyPlan, explore, PLAIN, play } from './play.js';
import { Survey } from './survey.js';

const kinds: readonly [name: string, make: (seed: number, runs: number) => Strategy][] = [
  ['random', (seed, runs) => new RandomWalk({ seed, runs })],
  ['pct', (seed, runs) => new Pct({ seed, runs, depth: 3 })],
];

const named = (name: string): Program => (LITMUS.find((litmus) => litmus.name.includes(name)) as Litmus).program;

for (const [name, make] of kinds) {
  const schedules = (seed: number, program = named('IRIW')): string[] =>
    explore(program, make(seed, 50)).runs.map(({ run }) => run.schedule);

  test(`${name}: the same seed makes the same schedules`, () => {
    assert.deepEqual(schedules(7), schedules(7));
    assert.notDeepEqual(schedules(7), schedules(8));
  });

  test(`${name}: makes as many runs as it is told`, () => {
    assert.equal(explore(named('SB'), make(1, 13)).runs.length, 13);
    assert.equal(explore(named('SB'), make(1, 0)).runs.length, 0);
    assert.ok(make(1, Number.POSITIVE_INFINITY).next(emptyPlan()));
  });

  test(`${name}: claims nothing to be complete`, () => {
    const strategy = make(1, 5);
    explore(named('SB'), strategy);
    assert.equal(strategy.completeUpTo, undefined);
    assert.equal(strategy.phase, 'run 5 of 5');
  });

  test(`${name}: finds every outcome sooner or later`, () => {
    for (const litmus of ['SB', 'IRIW', 'lost wake-up', 'a time limit against a notify', 'FIFO']) {
      const program = LITMUS.find((other) => other.name.includes(litmus))?.program ?? named('who waits first');
      assert.deepEqual(explore(program, make(1, 3_000)).outcomes, new Survey(program).outcomes);
    }
  });

  test(`${name}: a plan never has more steps than there is room for`, () => {
    const plan = emptyPlan(5);
    const strategy = make(1, 3);
    while (strategy.next(plan)) {
      assert.ok(plan.length <= 5);
      strategy.ran(play(named('IRIW'), plan, PLAIN).run);
    }
  });

  test(`${name}: bad options are refused`, () => {
    assert.throws(() => make(-1, 1), { name: 'RangeError', message: /^seed: / });
    assert.throws(() => make(2 ** 32, 1), { name: 'RangeError', message: /^seed: / });
    assert.throws(() => make(1, -1), { name: 'RangeError', message: /^runs: / });
    assert.throws(() => make(1, 0.5), { name: 'RangeError', message: /^runs: / });
    assert.throws(() => make('1' as unknown as number, 1), { name: 'TypeError', message: /^seed: / });
  });
}

test('a_depth_that_is_no_whole_number_from_1_is_refused', () => {
  assert.throws(() => new Pct({ seed: 1, runs: 1, depth: 0 }), { name: 'RangeError', message: /^depth: / });
});

/** How often each of the schedules came. */
function tally(program: Program, strategy: Strategy): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { run } of explore(program, strategy).runs) {
    counts.set(run.schedule, (counts.get(run.schedule) ?? 0) + 1);
  }
  return counts;
}

test('every_thread_that_can_go_is_as_likely_as_the_others', () => {
  const runs = 60_000;
  const counts = tally([[load(0)], [load(1)], [load(2)]], new RandomWalk({ seed: 3, runs }));
  assert.equal(counts.size, 6);
  // The deviation is some 90; five times that is not seen by chance.
  for (const count of counts.values()) assert.ok(Math.abs(count - runs / 6) < 450, String([...counts]));
});

test('a_time_limit_ends_now_and_then_although_others_can_go', () => {
  const counts = tally([[timedWait(0, 0)], [load(1), load(1)]], new RandomWalk({ seed: 3, runs: 1_000 }));
  for (const schedule of ['0011', '0101', '0110']) assert.ok((counts.get(schedule) ?? 0) > 50, String([...counts]));
});

test('a_run_by_priorities_has_at_most_a_change_less_than_its_depth', () => {
  const program: Program = [Array.from({ length: 20 }, () => add(0, 1)), Array.from({ length: 20 }, () => add(1, 1))];
  for (const depth of [1, 2, 3]) {
    const { runs } = explore(program, new Pct({ seed: 5, runs: 200, depth }));
    const switches = runs.map(({ run }) => run.schedule.replace(/(.)\1*/g, '$1').length - 1);
    assert.equal(Math.max(...switches), depth, 'one for each change, and one when a thread ends');
  }
});

test('a_bug_of_depth_2_is_found_as_often_as_promised', () => {
  // Thread 1 must go between the two loads of thread 0: at one step of 21, with the right one of two threads lowered.
  const program: Program = [[load(0), load(0), ...Array.from({ length: 18 }, () => add(1, 1))], [store(0, 1)]];
  const runs = 20_000;
  const { runs: all } = explore(program, new Pct({ seed: 9, runs, depth: 2 }));
  const found = all.filter(({ ending }) => ending.answers[0]?.slice(0, 2).join('') === '01').length;
  assert.ok(found >= (runs / (2 ** 2 * 21)) * 0.8, `found ${found} times`);
});

test('numbers_below_a_limit_are_spread_evenly', () => {
  const random = new Prng(42);
  const counts = Array.from({ length: 24 }, () => 0);
  for (let i = 0; i < 240_000; i += 1) {
    const number = random.below(24);
    counts[number] = (counts[number] as number) + 1;
  }
  // The deviation is some 98.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts));
});

test('numbers_depend_on_the_seed_alone', () => {
  const first = (seed: number): number[] => {
    const random = new Prng(seed);
    return Array.from({ length: 4 }, () => random.next());
  };
  assert.deepEqual(first(1), first(1));
  assert.deepEqual(first(-1), first(2 ** 32 - 1), 'the lowest 32 bits count');
  const seeds = Array.from({ length: 1_000 }, (_, seed) => first(seed).join());
  assert.equal(new Set(seeds).size, 1_000);
  for (const number of first(5)) assert.equal(number, number | 0);
});

test('a_strategy_writes_the_whole_plan', () => {
  for (const [, make] of kinds) {
    const plan: Plan = { orders: new Uint8Array(100), length: 77, rest: 0, sleep: 15 };
    make(1, 1).next(plan);
    assert.equal(plan.sleep, 0);
    assert.notEqual(plan.length, 77);
    assert.equal(plan.rest, 0xff);
  }
});
