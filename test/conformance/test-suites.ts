import { test } from 'node:test';
import { assertPassed, resultsOf } from './run.js';
import { Cast } from './stage/cast.js';
import { SUITES } from './suites/all.js';

/** A test for each suite whose name begins so, with one for each case. */
export function testSuites(...names: readonly string[]): void {
  for (const suite of SUITES.filter(({ name }) => names.some((word) => name.startsWith(word)))) {
    test(suite.name, async (t) => {
      await using cast = new Cast();
      for (const row of suite.rows) {
        if (row.kind === 'played') await t.test(row.elder, async () => assertPassed(await resultsOf(suite, row, cast)));
      }
    });
  }
}
