import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DepthFirst } from '../../../src/testing/strategy/depth-first.js';
import { Dpor } from '../../../src/testing/strategy/dpor.js';
import type { Strategy } from '../../../src/testing/strategy/strategy.js';
import { LITMUS, type Litmus, textOf } from '../litmus.js';
import { explore, PLAIN, type Played } from './play.js';
import { Survey } from './survey.js';

const EVERYTHING = Number.POSITIVE_INFINITY;

const outcomesOf = (litmus: Litmus, runs: readonly Played[]): string[] => {
  const complete = runs.filter(({ run }) => !run.cut);
  return [...new Set(complete.map(({ ending }) => textOf(ending, litmus.memory === true)))].sort();
};

const searches: readonly [name: string, make: () => Strategy][] = [
  ['depth-first', () => new DepthFirst(EVERYTHING)],
  ['dpor', () => new Dpor()],
];

for (const litmus of LITMUS) {
  test(`${litmus.name}: has these outcomes and no others`, () => {
    const { outcomes } = new Survey(litmus.program);
    const texts = litmus.memory ? outcomes : outcomes.map((outcome) => outcome.replace(/ ; .*$/, ''));
    assert.deepEqual([...new Set(texts)].sort(), litmus.outcomes.toSorted());
  });

  for (const [name, make] of searches) {
    for (const afterWrites of [false, true]) {
      test(`${litmus.name}: ${name} finds all outcomes${afterWrites ? ', with points after writes' : ''}`, () => {
        const strategy = make();
        const { runs } = explore(litmus.program, strategy, { ...PLAIN, afterWrites });
        assert.deepEqual(outcomesOf(litmus, runs), litmus.outcomes.toSorted());
        assert.equal(strategy.completeUpTo, EVERYTHING);
      });
    }
  }

  test(`${litmus.name}: dpor makes no more runs than depth-first`, () => {
    const { runs } = explore(litmus.program, new Dpor());
    const complete = runs.filter(({ run }) => !run.cut);
    assert.ok(complete.length <= new Survey(litmus.program).allSchedules);
  });
}

test('independent_reads_of_independent_writes_have_15_outcomes', () => {
  const iriw = LITMUS.find(({ name }) => name.includes('IRIW')) as Litmus;
  assert.equal(iriw.outcomes.length, 15);
  const { runs } = explore(iriw.program, new Dpor());
  assert.equal(runs.length, 15, 'one run for each');
});
