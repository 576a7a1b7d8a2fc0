/** The table itself: that the document tells of it, and that what it refers to is there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CASES } from '../model/cases.js';
import { SUITES } from './suites/all.js';
import { markdown } from './table/markdown.js';
import { allPassed } from './table/tally.js';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const rows = SUITES.flatMap((suite) => suite.rows.map((row) => ({ suite: suite.name, row })));

test('the_document_is_of_this_table', () => {
  const hint = 'npm run conformance -- --markdown docs/conformance.md';
  assert.equal(read('docs/conformance.md'), markdown(SUITES, allPassed), hint);
});

test('no_test_of_an_elder_stands_there_twice', () => {
  const names = rows.map(({ suite, row }) => `${suite} ${row.elder}`);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

test('every_test_that_holds_one_exists', () => {
  for (const { row } of rows) {
    if (row.kind === 'held') assert.ok(read(`test/${row.file}`).includes(row.test), `${row.file}: ${row.test}`);
  }
});

test('every_structure_that_is_explored_is_one', () => {
  for (const { row } of rows) {
    if (row.kind !== 'explored') continue;
    assert.ok(
      CASES.some(({ structure }) => structure === row.structures),
      row.structures,
    );
  }
});

test('every_case_is_run_against_something', () => {
  for (const { suite, row } of rows) {
    if (row.kind === 'played') assert.ok(row.play.variants.length > 0, `${suite} ${row.elder}`);
  }
});

test('every_suite_is_run_by_one_test_file', () => {
  const words = ['crossbeam-channel', 'std-mpsc', 'tokio', 'futures'].flatMap((file) => {
    const [, names = ''] = /testSuites\(([^)]*)\)/.exec(read(`test/conformance/${file}.test.ts`)) ?? [];
    return [...names.matchAll(/'([^']+)'/g)].map(([, word = '']) => word);
  });
  for (const { name } of SUITES) assert.equal(words.filter((word) => name.startsWith(word)).length, 1, name);
});
