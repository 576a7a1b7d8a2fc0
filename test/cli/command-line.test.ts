import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { MAIN, ROOT, run } from './run.js';

test('help_prints_the_usage', async () => {
  const { code, stdout, stderr } = await run(['--help']);
  assert.equal(code, 0);
  assert.equal(stderr, '');
  assert.match(stdout, /^usage: reveille \[options\] \[file \.\.\.\]\n/);
});

for (const [what, args, message] of [
  ['unknown_option', ['--bogus'], /^reveille: Unknown option '--bogus'/],
  [
    'chunk_of_nothing',
    ['--chunk', '0'],
    /^reveille: --chunk: expected a whole number of bytes from 1 to 1048576, got '0'/,
  ],
  ['chunk_that_is_no_number', ['-c', '4k'], /^reveille: --chunk: .*got '4k'/],
  ['chunk_that_is_too_large', ['--chunk=1048577'], /^reveille: --chunk: .*got '1048577'/],
  ['chunk_without_a_size', ['--chunk'], /^reveille: Option '-c, --chunk <value>' argument missing/],
] as const) {
  test(`${what}_is_refused_with_the_usage`, async () => {
    const { code, stdout, stderr } = await run(args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.match(stderr, /\n\nusage: reveille/);
  });
}

test('reader_that_has_seen_enough_ends_the_program_quietly', async () => {
  const child = spawn(process.execPath, [MAIN], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.once('data', () => child.stdout.destroy()); // as `head -1` does
  const stderr = text(child.stderr);
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(await stderr, '');
  assert.equal(code, 0);
});
