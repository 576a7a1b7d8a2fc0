import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { explore } from 'reveille/testing';
import { leaveNoWorker } from './alive.js';
import { setup, table } from './programs/atomics-table.js';

leaveNoWorker();

test('the_model_does_what_the_language_does', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-atomics-'));
  t.after(() => rm(folder, { recursive: true }));
  const module = new URL('./programs/atomics-table.js', import.meta.url);
  const file = join(folder, 'table');
  module.search = `${new URLSearchParams({ file })}`;
  const once = { strategy: 'random', runs: 1, seed: 1, maxSteps: 1_000_000 } as const;
  await explore({ module, setup: 'setup', threads: ['writer', 'onlooker'] }, once);
  const expected = [...table(setup())];
  const actual = (await readFile(file, 'utf8')).split('\n');
  const different = expected.filter((line, i) => line !== actual[i]).slice(0, 5);
  assert.deepEqual(actual.filter((line, i) => line !== expected[i]).slice(0, 5), different);
  assert.equal(actual.length, expected.length);
  assert.ok(actual.length > 10_000);
});
