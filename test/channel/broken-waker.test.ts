import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FLAVOURS } from './flavours.js';

test('a_waker_that_throws_loses_no_value_and_is_reported', () => {
  const child = fileURLToPath(new URL('./broken-waker.child.js', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [child], { encoding: 'utf8' });
  assert.deepEqual({ stderr, status }, { stderr: '', status: 0 });
  const lines = stdout.trim().split('\n');
  assert.deepEqual(lines, [...FLAVOURS.map(() => 'true true 7'), ...FLAVOURS.map(() => 'Error: broken waker')]);
});
