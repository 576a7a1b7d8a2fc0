import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ScheduleError } from 'reveille/testing';
import { withTree } from '../package/fixture.js';
import { parseArguments } from './arguments.js';
import { CaseReport, COLUMNS, coveredBy } from './case-report.js';
import { caseTable } from './case-table.js';
import { CASES, type Case, caseOf, titleOf } from './cases.js';
import { hunt, searchOf } from './check.js';
import { coversAll, isTested, STAGES } from './deeper.js';
import { COLUMNS as MUTANT_COLUMNS, STRATEGY_COLUMNS } from './mutant-table.js';
import { MUTANTS } from './mutants/all.js';
import type { SeededMutant } from './mutants/seeded-mutant.js';
import { nameOf } from './searches.js';
import { type Column, Table } from './table.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });

test('the_command_prints_a_row_a_search_and_writes_the_same_as_markdown', () =>
  withTree({}, async (folder) => {
    const file = join(folder, 'table.md');
    const { status, stdout } = run('--only', 'cpu: cured', '--markdown', file);
    assert.equal(status, 0);
    assert.match(stdout, /^\n?.*cores.*; Node .*\n/);
    assert.match(stdout, /\ncpu\n {2}curedProcessor, device +dpor +every interleaving +\d+ /);
    assert.match(stdout, /\d+ schedules in 1 searches and \d+ seconds; none fails\./);
    assert.match(
      await readFile(file, 'utf8'),
      /\| cpu \| curedProcessor, device \| dpor \| every interleaving \| \d+ \|/,
    );
  }));

test('the_command_finds_mutants', () => {
  const { status, stdout } = run('--mutants', '--only', 'parker: look-or-take');
  assert.equal(status, 0);
  assert.match(stdout, /look-or-take +honestSpinner, unparker +dpor +invariant +\d+\n/);
  assert.match(stdout, /1 mutants; 0 missed\./);
});

test('with_minutes_each_strategy_looks_for_the_mutant', () => {
  const { status, stdout } = run('--mutants', '--only', 'parker: look-or-take', '--minutes', '0.2');
  assert.equal(status, 0);
  assert.match(stdout, /look-or-take( +\d+){6}\n/);
});

test('wrong_arguments_are_named', () => {
  const { status, stderr } = run('--minutes', 'many');
  assert.equal(status, 2);
  assert.match(stderr, /--minutes: expected a number above 0, got "many"\n\nusage:/);
  assert.throws(() => parseArguments(['--often']), /--often/);
  for (const flags of [[], ['--mutants']]) {
    const nothing = run('--only', 'nosuch', ...flags);
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /--only: nothing has "nosuch" in its name/);
  }
});

test('a_failure_ends_the_table', async () => {
  const naive: Case = { ...caseOf('cpu', 'curedProcessor device'), program: { threads: ['naiveProcessor', 'device'] } };
  const lines: string[] = [];
  const table = caseTable(parseArguments([]), (line) => lines.push(line), [naive]);
  await assert.rejects(table, (error) => error instanceof ScheduleError && error.kind === 'deadlock');
  assert.deepEqual(lines, []);
});

test('a_mutant_without_its_mistake_is_missed', async () => {
  const mutant = MUTANTS.find(({ name }) => name === 'look-or-take') as SeededMutant;
  assert.equal(await hunt(mutant, new URL('./programs/parker.js', import.meta.url)), undefined);
});

test('with_minutes_what_was_not_covered_is_searched_on', async () => {
  const lines: string[] = [];
  const whole = caseOf('SharedArrayQueue', 'left measurer');
  const small: Case = { ...whole, searches: [{ bound: 0 }] };
  await caseTable(parseArguments(['--minutes', '1']), (line) => lines.push(line), [small]);
  const rows = lines.filter((line) => line.startsWith('  left, measurer'));
  assert.match(rows[0] ?? '', /depth-first w +up to 0 preemptions/);
  assert.match(rows[1] ?? '', /depth-first w +up to 3 preemptions/);
  assert.match(rows[2] ?? '', /dpor w +every interleaving/);
  assert.equal(rows.length, 3);
});

test('what_covers_all', () => {
  const found = { runs: 1, strategy: '', outside: [], outcomes: [], ms: 1, rate: 1, text: '' };
  const all = { ...found, complete: true, bound: Number.POSITIVE_INFINITY };
  const atomic = caseOf('parker', 'sleeper waker');
  const plain = caseOf('SharedArrayQueue', 'left right', 'setupOfTwo');
  const names = (one: Case) => STAGES.map((stage) => nameOf(stage(one)));
  assert.deepEqual(names(atomic), ['depth-first', 'dpor', 'depth-first', 'pct', 'random']);
  assert.deepEqual(names(plain), ['depth-first w', 'dpor w', 'depth-first w', 'pct w', 'random w']);
  assert.ok(coversAll(atomic, { afterWrites: false }, all));
  assert.ok(!coversAll(plain, { afterWrites: false }, all)); // interruptions after writes are left
  assert.ok(coversAll(plain, {}, all));
  assert.ok(!coversAll(plain, {}, { ...all, bound: 3 }));
  assert.ok(!coversAll(atomic, {}, { ...all, complete: false }));
});

test('what_the_tests_have_searched_is_not_searched_again', () => {
  const whole = caseOf('parker', 'sleeper waker');
  const tested = (one: Case) => STAGES.map((stage) => stage(one)).filter((search) => isTested(one, search));
  const testedBy = (...searches: Case['searches']) => tested({ ...whole, searches }).map(nameOf);
  assert.deepEqual(testedBy(...whole.searches), ['dpor']);
  assert.deepEqual(testedBy({ bound: 3, afterWrites: false }), ['depth-first']);
  assert.deepEqual(testedBy({ bound: 2, afterWrites: false }), []);
  assert.deepEqual(testedBy({ bound: 3, afterWrites: true }), []);
  assert.deepEqual(testedBy({ bound: 3, afterWrites: false, timeBox: 1 }), []);
  assert.deepEqual(testedBy({ bound: 2, afterWrites: false, looks: 4 }, { bound: 3, afterWrites: false }), []);
});

test('what_was_covered_in_words', () => {
  const found = { runs: 1, strategy: '', outside: [], outcomes: [], ms: 1, rate: 1, text: '' };
  const words = (complete: boolean, bound: number | undefined, search = {}) =>
    coveredBy(search, { ...found, complete, bound });
  assert.equal(words(true, Number.POSITIVE_INFINITY), 'every interleaving');
  assert.equal(words(true, 3), 'up to 3 preemptions');
  assert.equal(words(false, 1), 'up to 1, then stopped');
  assert.equal(words(false, undefined), 'stopped before the end');
  assert.equal(words(false, undefined, { seed: 4294967295 }), 'sample, seed 4294967295');
});

test('what_is_outside_is_counted_without_its_examples', () => {
  const found = { runs: 1, complete: true, bound: 2, strategy: '', outcomes: [], ms: 1, rate: 1, text: '' };
  const held = (thread: string, at: string) =>
    `more than 3 looks in vain: ${thread}, for one, was held at ${at} until something changed; options.looks allows more`;
  const races = (at: string) => `races between plain accesses (such as the write to ${at}): dpor tells orders apart`;
  const report = new CaseReport(() => {});
  const one = caseOf('cpu', 'curedProcessor device');
  report.add(one, {}, { ...found, outside: [held('thread 0 (sleeper)', 'channel[4]'), races('queue[1]')] });
  report.add(one, {}, { ...found, outside: [held('thread 1', 'a time limit'), races('queue[2]')] });
  assert.match(report.summary, /\n- more than 3 looks in vain; options\.looks allows more \(2\)\n/);
  assert.match(report.summary, /\n- races between plain accesses: dpor tells orders apart \(2\)\n/);
});

test('tables_fit_into_120_columns', () => {
  const widest = (columns: readonly Column[]): number => {
    const lines: string[] = [];
    new Table('group', columns, (line) => lines.push(line)).row(
      'group',
      columns.map(({ width }) => 'x'.repeat(width)),
    );
    return Math.max(...lines.map((line) => line.length));
  };
  for (const columns of [COLUMNS, MUTANT_COLUMNS, STRATEGY_COLUMNS]) assert.ok(widest(columns) <= 120);
  const fits = (columns: readonly Column[], ...cells: readonly string[]): void => {
    for (const [i, cell] of cells.entries()) assert.ok(cell.length <= (columns[i]?.width ?? 0), cell);
  };
  for (const one of CASES) for (const search of one.searches) fits(COLUMNS, titleOf(one), nameOf(search));
  for (const one of MUTANTS) {
    fits(MUTANT_COLUMNS, one.name, titleOf(one.caughtBy.case), nameOf(searchOf(one)), one.caughtBy.kind);
  }
});
