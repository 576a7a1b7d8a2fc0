import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReveilleError } from 'reveille';
import { DepthFirst } from '../../../src/testing/strategy/depth-first.js';
import { Dpor } from '../../../src/testing/strategy/dpor.js';
import { NondeterminismError } from '../../../src/testing/strategy/nondeterminism-error.js';
import type { Strategy } from '../../../src/testing/strategy/strategy.js';
import { load, type Program, store } from '../litmus.js';
import { emptyPlan, PLAIN, play } from './play.js';

const searches: readonly [name: string, make: () => Strategy][] = [
  ['depth-first', () => new DepthFirst(Number.POSITIVE_INFINITY)],
  ['dpor', () => new Dpor()],
];

/** Explores a program that is another one from run `change` on. */
function exploreChanging(strategy: Strategy, before: Program, after: Program, change: number): void {
  const plan = emptyPlan();
  for (let run = 0; strategy.next(plan); run += 1) strategy.ran(play(run < change ? before : after, plan, PLAIN).run);
}

const program: Program = [
  [store(0, 1), load(1)],
  [store(1, 1), load(0)],
];

for (const [name, make] of searches) {
  test(`${name}: a thread that touches another word than before is noticed`, () => {
    const other: Program = [[store(2, 1), load(1)], program[1] as Program[number]];
    assert.throws(() => exploreChanging(make(), program, other, 1), {
      name: 'NondeterminismError',
      message:
        /^step 0: expected that thread 0 (?:writes place 0|does the same), .* but thread 0 writes place 2\. .*state that outlives a run/,
    });
  });

  test(`${name}: a thread that does something else to a word than before is noticed`, () => {
    const other: Program = [[load(0), load(1)], program[1] as Program[number]];
    assert.throws(() => exploreChanging(make(), program, other, 1), {
      message: /^step 0: expected that thread 0 (?:writes place 0|does the same), .* but thread 0 reads place 0\./,
    });
  });

  test(`${name}: a thread that ends sooner than before is noticed`, () => {
    const other: Program = [[], program[1] as Program[number]];
    assert.throws(
      () => exploreChanging(make(), program, other, 1),
      (error) => {
        assert.ok(error instanceof NondeterminismError && error instanceof ReveilleError);
        assert.match(error.message, /^step 0: expected that/);
        assert.equal(error.step, 0);
        return true;
      },
    );
  });

  test(`${name}: something that only the first run does is noticed`, () => {
    const first: Program = [[load(2), ...(program[0] as Program[number])], program[1] as Program[number]];
    assert.throws(() => exploreChanging(make(), first, program, 1), NondeterminismError);
  });

  test(`${name}: a thread that can go where it could not before is noticed`, () => {
    const plan = emptyPlan();
    const strategy = make();
    strategy.next(plan);
    strategy.ran(play(program, plan, PLAIN).run);
    strategy.next(plan);
    const more: Program = [...program, [load(3)]];
    assert.throws(() => strategy.ran(play(more, plan, PLAIN).run), {
      message: /^step 0: expected that of threads 0, 1 can go .* but of threads 0, 1, 2 can go/,
    });
  });

  test(`${name}: a program that repeats itself is not accused`, () => {
    exploreChanging(make(), program, program, 0);
  });
}

test('a_run_that_ends_before_its_schedule_does_is_noticed', () => {
  const one: Program = [[load(0), load(0)], [load(1)]];
  const strategy = new DepthFirst(Number.POSITIVE_INFINITY);
  assert.throws(() => exploreChanging(strategy, one, [[], []], 2), { message: /^step 0: .*the run ended/ });
});
