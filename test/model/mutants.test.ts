import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ScheduleError } from 'reveille/testing';
import { buildMutants, mutated } from './build-mutant.js';
import { hunt, searchOf } from './check.js';
import { MUTANTS } from './mutants/all.js';
import { nameOf } from './searches.js';

/** Of each structure as many as show that its check can fail; `npm run test:model -- --mutants` looks for all. */
const SHOWN = 2;

const shown = MUTANTS.filter(
  ({ structure }, at) => MUTANTS.slice(0, at).filter((before) => before.structure === structure).length < SHOWN,
);

let modules: readonly URL[];
before(async () => {
  modules = await buildMutants(shown.map((mutant) => ({ mutant, program: mutant.caughtBy.case.file })));
});

for (const [i, mutant] of shown.entries()) {
  test(`${mutant.structure}: ${mutant.name}`, async (t) => {
    const search = { ...searchOf(mutant), onProgress: () => {} };
    const error = await hunt(mutant, modules[i] as URL, search);
    assert.ok(error instanceof ScheduleError, `not found by ${nameOf(search)}: ${mutant.why}`);
    assert.equal(error.kind, mutant.caughtBy.kind, error.message);
    t.diagnostic(`${error.kind} in schedule ${error.runs} of ${nameOf(search)}`);
  });
}

test('each_mistake_can_be_made_in_the_library_as_it_stands', async () => {
  for (const mutant of MUTANTS) await mutated(mutant);
});

test('each_structure_has_mutants', () => {
  const counts = new Map<string, number>();
  for (const { structure } of MUTANTS) counts.set(structure, (counts.get(structure) ?? 0) + 1);
  for (const [structure, count] of counts) assert.ok(count >= 3, `${structure} has ${count}`);
  assert.equal(new Set(MUTANTS.map(({ name }) => name)).size, MUTANTS.length);
});

test('each_case_that_catches_a_mutant_is_one_that_is_checked', () => {
  for (const { name, caughtBy } of MUTANTS) {
    const { searches } = caughtBy.case;
    assert.ok(caughtBy.search === undefined || searches.includes(caughtBy.search), name);
  }
});
