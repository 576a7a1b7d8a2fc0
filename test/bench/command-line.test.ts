import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bench } from './harness.js';

// Shapes only, never a timing: the machine may be slow and busy.

interface Figures {
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryBytes: number };
  readonly versions: Readonly<Record<string, string | null>>;
  readonly commit: string | null;
  readonly options: { readonly rounds: number; readonly quick: boolean; readonly filter: string };
  readonly outcomes: readonly (Record<string, unknown> & { readonly rounds: readonly (readonly number[])[] })[];
  readonly verdicts: readonly { readonly what: string; readonly verdict: string; readonly reason?: string }[];
}

test('one_contender_two_rounds_to_a_json_file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(folder, 'figures.json');
  try {
    const { code, stdout, stderr } = await bench([
      '--quick',
      '--rounds',
      '2',
      '--filter',
      'queue/array',
      '--json',
      file,
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^queue\/array\/64 +time: {3}\[[\d.]+ \w+ [\d.]+ \w+ [\d.]+ \w+\]/m);
    const figures = JSON.parse(await readFile(file, 'utf8')) as Figures;
    assert.ok(Date.parse(figures.date) > 0);
    assert.ok(figures.machine.cores >= 1 && figures.machine.memoryBytes > 0);
    assert.equal(figures.versions['node'], process.versions.node);
    assert.ok(figures.versions['reveille'] && figures.versions['effect']);
    assert.deepEqual(figures.options, { rounds: 2, quick: true, filter: 'queue/array' });
    const [result, ...others] = figures.outcomes;
    assert.deepEqual(others, []);
    assert.equal(result?.['name'], 'queue/array/64');
    assert.equal(result['unit'], 'push + pop');
    assert.equal(result.rounds.length, 2);
    for (const sample of result.rounds.flat()) assert.ok(sample > 0);
    for (const key of ['min', 'low', 'median', 'high', 'iqr']) assert.equal(typeof result[key], 'number', key);
    for (const { verdict } of figures.verdicts) assert.equal(verdict, 'not measured');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('json_without_a_file_has_the_standard_output_to_itself', async () => {
  const { code, stdout, stderr } = await bench(['--quick', '--filter', 'queue/denque', '--json']);
  assert.equal(code, 0, stderr);
  assert.equal((JSON.parse(stdout) as Figures).outcomes.length, 1);
  assert.match(stderr, /^queue\/denque\/64 +time:/m);
});

for (const name of ['block_on/rust-futures/10', 'between_threads/rust-sync_channel-1024/1']) {
  test(`rust_is_left_out_with_the_reason_where_there_is_no_rustc ${name}`, async () => {
    const { code, stdout } = await bench(['--quick', '--filter', name], { ...process.env, PATH: '' });
    assert.equal(code, 0);
    assert.ok(
      stdout.split('\n').some((line) => line.startsWith(name) && line.endsWith('not measured: rustc is not installed')),
      stdout,
    );
  });
}

test('every_target_names_results_that_exist', async () => {
  const names = (await bench(['--list'])).stdout.trim().split('\n');
  assert.equal(new Set(names).size, names.length);
  const { TARGETS } = (await import(new URL('../../bench/targets.js', import.meta.url).href)) as {
    readonly TARGETS: readonly { readonly measured: string; readonly of?: string }[];
  };
  const named = TARGETS.flatMap(({ measured, of }) => (of === undefined ? measured : [measured, of]));
  assert.deepEqual(
    named.filter((name) => !names.includes(name)),
    [],
  );
});

test('a_file_that_cannot_be_written_is_a_failure', async () => {
  const { code, stderr } = await bench([
    '--quick',
    '--filter',
    'queue/denque',
    '--json',
    join(tmpdir(), 'no', 'such', 'folder.json'),
  ]);
  assert.notEqual(code, 0);
  assert.match(stderr, /ENOENT/);
});

for (const [args, message] of [
  [['--rounds', '0'], /^--rounds: expected a whole number from 1 to 1000, got "0"/],
  [['--rounds', '1.5'], /^--rounds: expected a whole number/],
  [['--rounds', 'many'], /^--rounds: expected a whole number/],
  [['--filter', 'no such thing'], /^--filter: nothing has "no such thing" in its name/],
  [['queue'], /^arguments: expected options only, got "queue"/],
  [['--json', 'a.json', 'b.json'], /^arguments: expected options only, got "b.json"/],
  [['--faster'], /^Unknown option '--faster'/],
] as const) {
  test(`bad_input ${args.join(' ')}`, async () => {
    const { code, stdout, stderr } = await bench(args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  });
}
