import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { countWords, folder, printedWakes, ROOT, rowsOf, run, write } from './run.js';

test('default_run_counts_this_repository_s_documentation', async () => {
  const { code, stdout, stderr } = await run([]);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  const rows = rowsOf(stdout);
  for (const document of ['README.md', 'docs/architecture.md'].filter((name) => existsSync(join(ROOT, name)))) {
    const content = readFileSync(join(ROOT, document));
    assert.equal(rows.get(document)?.bytes, content.length, document);
    assert.equal(rows.get(document)?.words, countWords(content.toString()), document);
  }
  assert.ok(rows.get('timer'));
  assert.equal(rows.get('keyboard'), undefined, 'there is no terminal');
});

test('each_wake_is_printed_and_leads_to_one_poll', async (t) => {
  const files = write(folder(t), { a: 'one two three '.repeat(2000), b: 'four five', c: '' });
  const { stdout } = await run(['--wakes', ...files]);
  const printed = printedWakes(stdout);
  const rows = [...rowsOf(stdout).values()];
  assert.equal(rows.length, 5, 'three files, the timer and the task that waits for the end');
  for (const { task, polls, wakes, what } of rows) {
    assert.equal(printed.get(task) ?? 0, wakes, what);
    assert.equal(polls, wakes + 1, what);
  }
  assert.ok(rows.every(({ sleeps, wakes }) => sleeps >= 1 && sleeps <= wakes + 1));
});

test('main_thread_sleeps_while_nothing_was_read', async (t) => {
  const { stdout } = await run(write(folder(t), { a: 'some words' }));
  const [, share, sleeps] = /^asleep: ([\d.]+) % of [\d,]+ ms, in (\d+) sleeps/m.exec(stdout) ?? [];
  assert.ok(Number(share) > 0 && Number(share) < 100);
  assert.ok(Number(sleeps) >= 2, 'until the reactor runs, and until it has read');
});

test('block_on_table_is_in_criterion_s_form', async (t) => {
  const { stdout } = await run(write(folder(t), { a: '' }));
  const number = String.raw`\d[\d.]* (?:ns|us|ms)`;
  const names = [...stdout.matchAll(new RegExp(`^(\\S+) +time: +\\[(?:${number} ){2}${number}\\]$`, 'gm'))].map(
    ([, name]) => name,
  );
  const designs = ['blockOn', 'blockOnChannel', 'blockOnExecutor'];
  assert.deepEqual(
    names,
    designs.flatMap((design) => [0, 10, 50].map((yields) => `${design}/${yields}`)),
  );
});

test('unreadable_file_among_others_is_reported_and_the_rest_go_on', async (t) => {
  const path = folder(t);
  const [a = '', b = ''] = write(path, { a: 'one two', b: 'three' });
  const missing = join(path, 'missing');
  const { code, stdout, stderr } = await run([a, missing, path, b]);
  assert.equal(code, 0);
  assert.deepEqual(stderr.split('\n'), [
    `cannot read ${missing}: ENOENT: no such file or directory`,
    `cannot read ${path}: not a regular file`,
    '',
  ]);
  const rows = rowsOf(stdout);
  assert.equal(rows.get(a)?.words, 2);
  assert.equal(rows.get(b)?.words, 1);
  assert.equal(rows.get(`${missing} (ENOENT: no such file or directory)`)?.words, 0);
});

test('empty_file_has_no_words', async (t) => {
  const [empty = ''] = write(folder(t), { empty: '' });
  const { code, stdout } = await run([empty]);
  assert.equal(code, 0);
  assert.equal(rowsOf(stdout).get(empty)?.words, 0);
  assert.match(stdout, /^longest words: none$/m);
});

test('file_named_twice_is_counted_twice', async (t) => {
  const [file = ''] = write(folder(t), { a: 'one two' });
  const { stdout } = await run([file, file]);
  assert.match(stdout, /^total +14 +4$/m);
});

test('more_files_than_are_read_at_a_time', async (t) => {
  const texts = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, 'word '.repeat(n * 20)]));
  const files = write(folder(t), texts);
  const { code, stdout } = await run(['--chunk', '64', ...files]);
  assert.equal(code, 0);
  const rows = rowsOf(stdout);
  for (const [n, file] of files.entries()) assert.equal(rows.get(file)?.words, n * 20, file);
});

test('twenty_megabytes_are_counted_right_and_do_not_flood_the_output', async (t) => {
  const text = 'It’s a naïve résumé: 日本語, αβγ and 𝒳𝒴; don’t you think so?\n'.repeat(270_000);
  const content = Buffer.from(text);
  assert.ok(content.length > 20_000_000);
  const [file = ''] = write(folder(t), { big: content });
  const { code, stdout } = await run([file]);
  assert.equal(code, 0);
  assert.equal(rowsOf(stdout).get(file)?.bytes, content.length);
  assert.equal(rowsOf(stdout).get(file)?.words, countWords(text));
  assert.ok(stdout.split('\n').length < 200);
});

test('longest_words_come_longest_first_and_once', async (t) => {
  const files = write(folder(t), { a: 'aaa bbbbb äöüß', b: "bbbbb dd 'ccc' e f", c: 'x'.repeat(5000) });
  const { stdout } = await run(files);
  const longest = `${'x'.repeat(60)}... (5,000), bbbbb (5), äöüß (4), aaa (3), ccc (3)`;
  assert.ok(stdout.includes(`longest words: ${longest}\n`), stdout);
});

test('package_without_its_repository_counts_what_documentation_is_there', async (t) => {
  const path = folder(t);
  cpSync(join(ROOT, 'dist'), join(path, 'package/dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(path, 'package/package.json'));
  const main = join(path, 'package/dist/cli/main.js');
  const without = await run([], { cwd: path, main });
  assert.equal(without.code, 2);
  assert.match(without.stderr, /^reveille: the package's documentation is not here; name the files to read\n\nusage:/);

  write(join(path, 'package'), { 'README.md': 'three words here' });
  const { code, stdout } = await run([], { cwd: path, main });
  assert.equal(code, 0);
  assert.equal(rowsOf(stdout).get('package/README.md')?.words, 3);
});
