import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('a_thread_that_may_not_block_is_told_what_to_do_instead', () => {
  const child = fileURLToPath(new URL('./no-blocking.child.js', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [child], { encoding: 'utf8', timeout: 60_000 });
  assert.equal(status, 0, stderr);
  const refused = (what: string, verb: string): RegExp =>
    new RegExp(`^${what}: BlockingError ${verb}: this thread may not block; .*(await|event loop|eventLoop).*worker`);
  const expected: RegExp[] = [
    refused('park', 'park'),
    refused('parkTimeout', 'park'),
    refused('hlt', 'hlt'),
    refused('enableAndHlt', 'hlt'),
    refused('blockOn', '\\w+'),
    refused('blockOn with a limit', '\\w+'),
    refused('blockOnChannel', '\\w+'),
    refused('blockOnExecutor', '\\w+'),
    refused('run', '\\w+'),
    /^blockOn of a ready future: 1$/,
    /^blockOn of one that wakes itself: 2$/,
    /^a token that is there: taken$/,
    /^an event loop: 3$/,
    /^a promise: 4$/,
    /^finally: ran$/,
  ];
  const lines = stdout.trim().split('\n');
  assert.equal(lines.length, expected.length, stdout);
  for (const [index, pattern] of expected.entries()) assert.match(lines[index] as string, pattern);
});
