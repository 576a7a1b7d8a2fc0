import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ScheduleError } from 'reveille/testing';
import { buildMutants } from './build-mutant.js';
import { hunt, searchOf } from './check.js';
import { MUTANTS } from './mutants/all.js';
import { nameOf } from './searches.js';

let modules: readonly URL[];
before(async () => {
  modules = await buildMutants(MUTANTS.map((mutant) => ({ mutant, program: mutant.caughtBy.case.file })));
});

for (const [i, mutant] of MUTANTS.entries()) {
  test(`${mutant.structure}: ${mutant.name}`, async (t) => {
    const search = { ...searchOf(mutant), onProgress: () => {} };
    const error = await hunt(mutant, modules[i] as URL, search);
    assert.ok(error instanceof ScheduleError, `not found by ${nameOf(search)}: ${mutant.why}`);
    assert.equal(error.kind, mutant.caughtBy.kind, error.message);
    t.diagnostic(`${error.kind} in schedule ${error.runs} of ${nameOf(search)}`);
  });
}

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
