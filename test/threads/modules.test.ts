import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, pool } from 'reveille/threads';
import { node } from '../synckit/programs.js';
import { Folder, moduleOf } from './folder.js';

const folder = new Folder();

type Sums = { add(a: number, b: number): number; later(n: number): Promise<number> };
const COMMON = 'exports.add = (a, b) => a + b; exports.later = async (n) => n;';

test('a_commonjs_module_with_exports_that_can_be_seen', async () => {
  await using api = offload<Sums>(folder.module('seen.cjs', COMMON));
  assert.equal(blockOn(api.add(1, 2)), 3);
  assert.equal(await api.later(4), 4);
});

test('a_commonjs_module_that_is_one_object_made_at_run_time', async () => {
  const text = `module.exports = Object.fromEntries([['add', (a, b) => a + b], ['later', async (n) => n]]);`;
  await using p = pool<Sums>(folder.module('made.cjs', text), { threads: 1 });
  assert.equal(blockOn(p.add(1, 2)), 3);
  assert.equal(await p.later(4), 4);
});

test('a_commonjs_module_that_is_a_function_with_functions', () => {
  const text = 'const add = module.exports = (a, b) => a + b; add.add = add;';
  using api = offload<Sums & { default(a: number, b: number): number }>(folder.module('function.cjs', text));
  assert.equal(blockOn(api.add(1, 2)), 3);
  assert.equal(blockOn(api.default(1, 2)), 3);
});

test('a_commonjs_module_that_requires_another_one_beside_it_and_the_library', () => {
  folder.write('one.cjs', 'exports.one = 1;');
  const text = `const { one } = require('./one.cjs'); const { cancelled } = require('reveille/threads');
    exports.add = (a, b) => a + b + one + (cancelled() ? 100 : 0);`;
  using api = offload<Sums>(folder.module('requires.cjs', text));
  assert.equal(blockOn(api.add(1, 2)), 4, 'the same copy of the library: it knows of the call');
});

test('a_function_that_a_commonjs_module_has_not_is_told_together_with_those_that_it_has', () => {
  const text = 'const all = { add: (a, b) => a + b, one: 1 }; module.exports = all;';
  using api = offload<Sums & { nothing(): void }>(folder.module('whole.cjs', text));
  const message = 'whole.cjs exports no function nothing, only add';
  assert.throws(() => blockOn(api.nothing()), { name: 'TypeError', message });
  using empty = offload<{ nothing(): void }>(folder.module('empty.mjs', 'export const one = 1;'));
  assert.throws(() => blockOn(empty.nothing()), { message: 'empty.mjs exports no function nothing, and no other one' });
});

test('a_commonjs_caller', async () => {
  const module = JSON.stringify(folder.write('called.cjs', COMMON));
  const text = `const { blockOn } = require('reveille'); const { offload } = require('reveille/threads');
    console.log(blockOn(offload(${module}).add(1, 2)));`;
  const { code, stdout, stderr } = await node([folder.write('caller.cjs', text)]);
  assert.deepEqual([code, stdout], [0, '3\n'], stderr);
});

for (const name of ['with a space.mjs', '100%.mjs', 'per%20cent/a%2Fb.mjs', 'hash#and?mark.mjs', 'ümläut-日本.mjs']) {
  const text = 'export const add = (a, b) => a + b; export const later = async () => import.meta.url;';
  test(`a_module_whose_path_is_${name}`, () => {
    using byUrl = offload<Sums>(folder.module(name, text));
    assert.equal(blockOn(byUrl.add(1, 2)), 3);
    using byPath = offload<Sums>(folder.write(name, text));
    assert.equal(blockOn(byPath.add(3, 4)), 7);
  });
}

test('modules_with_different_query_strings_are_different_modules_and_see_theirs', () => {
  const module = folder.module('query.mjs', 'export const search = () => new URL(import.meta.url).search;');
  for (const search of ['?one', '?two=2&three']) {
    using api = offload<{ search(): string }>(new URL(search, module));
    assert.equal(blockOn(api.search()), search);
    assert.throws(() => blockOn((api as never as { nothing(): never }).nothing()), /query\.mjs/);
  }
});

test('a_function_that_stands_beside_its_caller_in_one_file', async () => {
  const text = `import { isMainThread } from 'node:worker_threads';
    import { blockOn } from 'reveille'; import { offload } from 'reveille/threads';
    export const where = (n) => [n, isMainThread];
    if (isMainThread) {
      const api = offload(import.meta.url);
      console.log(...blockOn(api.where(1)), ...(await api.where(2)), ...where(3));
    }`;
  const { code, stdout, stderr } = await node([folder.write('one-file.mjs', text)]);
  assert.deepEqual([code, stdout], [0, '1 false 2 false 3 true\n'], stderr);
});

test('a_module_that_awaits_before_it_is_loaded', () => {
  const text = 'const one = await new Promise((go) => setImmediate(go, 1)); export const add = (a, b) => a + b + one;';
  using api = offload<Sums>(moduleOf(text));
  assert.equal(blockOn(api.add(1, 2)), 4);
});

/** Types that need no more than to be left out, and an import of another such file. */
const TYPED = `import type { Readable } from 'node:stream';
  import { one } from './one.mts';
  export function add(a: number, b: number, _?: Readable): number { return a + b + one; }`;
folder.write('one.mts', 'export const one: number = 1;');
const typed = folder.module('typed.mts', TYPED);

test('a_typescript_module_by_a_loader_that_a_file_registers', () => {
  const register = folder.module('register.mjs', `import { register } from 'tsx/esm/api'; register();`).href;
  using p = pool<Sums>(typed, { threads: 1, execArgv: ['--import', register] });
  assert.equal(blockOn(p.add(1, 2)), 4);
});

const strips = 'typescript' in process.features && process.features.typescript !== false;
const skip = strips ? false : `Node ${process.version} loads no TypeScript by itself`;
test('a_typescript_module_where_node_strips_its_types', { skip }, () => {
  using api = offload<Sums>(typed);
  assert.equal(blockOn(api.add(1, 2)), 4);
});

test('a_typescript_module_that_nothing_loads_is_an_error_that_names_it', {
  skip: strips && 'this Node loads it',
}, () => {
  using api = offload<Sums>(typed, { execArgv: [] });
  assert.throws(() => blockOn(api.add(1, 2)), { name: 'ModuleError', message: /typed\.mts.*(extension|TypeScript)/s });
});
