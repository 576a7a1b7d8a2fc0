import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { output, ROOT, type Tree, withTree } from './fixture.js';

/** Lints `tree` with the repository's own rules; answers `file:line rule` for each finding. */
async function findings(tree: Tree): Promise<string[]> {
  const config = JSON.parse(await readFile(join(ROOT, 'biome.json'), 'utf8')) as Record<string, unknown>;
  const { $schema: _schema, vcs: _vcs, ...rules } = config; // both point into the repository
  const plugin = await readFile(join(ROOT, 'scripts/platform-only.grit'), 'utf8');
  const whole = { ...tree, 'biome.json': JSON.stringify(rules), 'scripts/platform-only.grit': plugin };
  return withTree(whole, async (folder) => {
    const lines = await output('biome', ['lint', '--reporter=github', '.'], folder);
    const found = lines.matchAll(/^::error title=(?:[\w/]+\/)?(\w+),file=(.+?),line=(\d+)/gm);
    return [...found].map(([, rule, file, line]) => `${file?.slice(file.indexOf('src/'))}:${line} ${rule}`).sort();
  });
}

const names = `import { Worker } from 'node:worker_threads';
/** Atomics and Math.random in a comment are no business of the rule. */
export const loaded = Atomics.load(new Int32Array(1), 0);
export const time = performance.now();
export const date = new Date();
export const chance = Math.random();
export const { wait } = globalThis.Atomics;
export const later = globalThis.performance;
export const fine = process.hrtime();
export const uuid = crypto.randomUUID();
export const thread = Worker;
`;

test('the_platform_may_name_atomics_clocks_and_chance', async () => {
  assert.deepEqual(await findings({ 'src/platform/all.ts': names }), []);
});

test('so_may_what_replaces_the_platform_in_a_checked_thread', async () => {
  assert.deepEqual(await findings({ 'src/testing/model/all.ts': names }), []);
});

test('every_other_folder_of_src_may_not', async () => {
  assert.deepEqual(await findings({ 'src/park/all.ts': names, 'src/index.ts': 'export const a = Math.random();' }), [
    'src/index.ts:1 plugin',
    'src/park/all.ts:1 noRestrictedImports',
    'src/park/all.ts:10 noRestrictedGlobals',
    'src/park/all.ts:3 noRestrictedGlobals',
    'src/park/all.ts:4 noRestrictedGlobals',
    'src/park/all.ts:5 noRestrictedGlobals',
    'src/park/all.ts:6 plugin',
    'src/park/all.ts:7 plugin',
    'src/park/all.ts:8 plugin',
    'src/park/all.ts:9 plugin',
  ]);
});

test('tests_may_name_everything', async () => {
  assert.deepEqual(await findings({ 'test/park/all.ts': names }), []);
});
