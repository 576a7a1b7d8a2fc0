import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { output, ROOT, type Tree, withTree } from './fixture.js';

interface Report {
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** The floors check as `npm run floors` makes it, answered as `rule: from -> to`. */
async function violations(tree: Tree): Promise<string[]> {
  const config = join(ROOT, '.dependency-cruiser.cjs');
  return withTree(tree, async (folder) => {
    const json = await output('depcruise', ['--config', config, '--output-type', 'json', 'src'], folder);
    const found = (JSON.parse(json) as Report).summary.violations;
    return found.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort();
  });
}

test('downward_imports_and_type_circles_within_a_folder_pass', async () => {
  const tree = {
    'src/core/a.ts': `import type { B } from './b.js'; export class A { b?: B }`,
    'src/core/b.ts': `import { A } from './a.js'; export class B extends A {}`,
    'src/platform/clock.ts': `import 'node:worker_threads'; export const now = 1;`,
    'src/queue/q.ts': `import { A } from '../core/a.js'; import '../platform/clock.js'; export class Q extends A {}`,
    'src/executor/idle/i.ts': `import { Q } from '../../queue/q.js'; export class I extends Q {}`,
    'src/executor/e.ts': `import { I } from './idle/i.js'; export class E extends I {}`,
    'src/cli/main.ts': `import 'node:fs'; import { E } from '../executor/e.js'; new E();`,
    'src/testing/model/m.ts': `import 'node:worker_threads'; import { E } from '../../executor/e.js'; new E();`,
    'src/testing/explore/e.ts': `import type { Worker } from 'node:worker_threads'; export type W = Worker | typeof import('node:fs');`,
    'src/testing/fast-check/f.ts': `import 'fast-check';`,
    'src/codec/msgpack/m.ts': `import 'msgpackr';`,
    'src/index.ts': `export { E } from './executor/e.js';`,
    'node_modules/fast-check/package.json': `{ "name": "fast-check", "main": "index.js" }`,
    'node_modules/fast-check/index.js': ``,
    'node_modules/msgpackr/package.json': `{ "name": "msgpackr", "main": "index.js" }`,
    'node_modules/msgpackr/index.js': ``,
  };
  assert.deepEqual(await violations(tree), []);
});

test('each_rule_of_the_floors_finds_its_violation', async () => {
  const tree = {
    'src/platform/p.ts': `import '../core/c.js'; export const p = 1;`,
    'src/core/c.ts': `export const c = 1;`,
    'src/core/up.ts': `import type { E } from '../executor/e.js'; export type Up = E;`,
    'src/core/left.ts': `import { right } from './right.js'; export const left = () => right;`,
    'src/core/right.ts': `import { left } from './left.js'; export const right = () => left;`,
    'src/camp/sibling.ts': `import { q } from '../queue/q.js'; export const s = q;`,
    'src/queue/q.ts': `export const q = 1;`,
    'src/sync/names-node.ts': `import 'node:fs';`,
    'src/testing/explore/names-node.ts': `import 'node:worker_threads';`,
    'src/testing/async/names-fast-check.ts': `import 'fast-check';`,
    'src/codec/names-msgpackr.ts': `import 'msgpackr';`,
    'src/time/names-a-package.ts': `import 'denque';`,
    'src/channel/nowhere.ts': `import './missing.js';`,
    'src/executor/e.ts': `import { b } from '../block-on/b.js'; export type E = typeof b;`,
    'src/block-on/b.ts': `export const b = 1;`,
    'src/cli/top.ts': `import '../index.js';`,
    'src/index.ts': `export { x } from './attic/x.js';`,
    'src/attic/x.ts': `import { c } from '../core/c.js'; export const x = c;`,
    'node_modules/denque/package.json': `{ "name": "denque", "main": "index.js" }`,
    'node_modules/denque/index.js': ``,
    'node_modules/fast-check/package.json': `{ "name": "fast-check", "main": "index.js" }`,
    'node_modules/fast-check/index.js': ``,
    'node_modules/msgpackr/package.json': `{ "name": "msgpackr", "main": "index.js" }`,
    'node_modules/msgpackr/index.js': ``,
  };
  assert.deepEqual(await violations(tree), [
    'floor-0-core: src/core/up.ts -> src/executor/e.ts',
    'floor-0-platform: src/platform/p.ts -> src/core/c.ts',
    'floor-1-camp: src/camp/sibling.ts -> src/queue/q.ts',
    'floor-4-executor: src/executor/e.ts -> src/block-on/b.ts',
    'floor-8-cli: src/cli/top.ts -> src/index.ts',
    'known-folder-from: src/attic/x.ts -> src/core/c.ts',
    'known-folder-to: src/index.ts -> src/attic/x.ts',
    'no-circles: src/core/left.ts -> src/core/right.ts',
    'no-node-modules-above-platform: src/sync/names-node.ts -> fs',
    'no-node-modules-above-platform: src/testing/explore/names-node.ts -> worker_threads',
    'no-packages: src/codec/names-msgpackr.ts -> node_modules/msgpackr/index.js',
    'no-packages: src/testing/async/names-fast-check.ts -> node_modules/fast-check/index.js',
    'no-packages: src/time/names-a-package.ts -> node_modules/denque/index.js',
    'resolvable: src/channel/nowhere.ts -> ./missing.js',
  ]);
});

test('no_folder_imports_the_root', async () => {
  const floors = [
    ['platform', 'core'],
    ['trace', 'coroutine', 'camp', 'queue'],
    ['park', 'futures', 'sync', 'time', 'codec'],
    ['combinators'],
    ['executor'],
    ['block-on'],
    ['channel'],
    ['threads'],
    ['cli', 'testing'],
  ];
  const tree: Tree = { 'src/index.ts': 'export const root = 1;' };
  for (const folder of floors.flat()) tree[`src/${folder}/up.ts`] = `import '../index.js';`;
  const expected = floors.flatMap((folders, floor) =>
    folders.map((folder) => `floor-${floor}-${folder}: src/${folder}/up.ts -> src/index.ts`),
  );
  assert.deepEqual(await violations(tree), expected.sort());
});
