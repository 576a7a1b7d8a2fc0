import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, titleOf } from './cases.js';
import { check } from './check.js';
import { brief, nameOf } from './searches.js';

/** A test for each search of each case of two threads, as far as 300 ms go. */
export function testCases(cases: readonly Case[]): void {
  for (const one of cases.filter(({ program }) => program.threads.length === 2)) {
    for (const search of one.searches.map(brief)) {
      test(`${one.structure}: ${titleOf(one)} (${nameOf(search)})`, async (t) => {
        const begun = performance.now();
        const found = await check(one, { ...search, onProgress: () => {} });
        t.diagnostic(found.text);
        if (!found.complete && performance.now() - begun >= search.timeBox) return; // as far as it goes, on whatever machine
        assert.equal(found.complete, true);
        const { bound = 3 } = search;
        assert.ok((found.bound as number) >= bound, `complete up to ${found.bound} preemptions`);
      });
    }
  }
}
