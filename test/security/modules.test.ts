import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, pool, spawnThread } from 'reveille/threads';
import { Folder, moduleOf } from '../threads/folder.js';

const folder = new Folder();
const MAKERS = [
  (module: string) => offload(module),
  (module: string) => pool(module),
  (module: string) => spawnThread<Record<string, () => void>, 'f'>(module, 'f', []),
];

for (const module of ['', 'work.js', './work.js', '../work.js', 'lodash', 'c:work.js', 'node_modules/x/index.js']) {
  test(`a_module_that_is_relative_to_nobody_knows_what_is_refused: '${module}'`, () => {
    for (const make of MAKERS)
      assert.throws(() => make(module), { name: 'TypeError', message: /^module: expected a URL/ });
  });
}

for (const module of ['http://[', 'file://:', 'https://a b']) {
  test(`a_module_that_is_no_url_is_refused_by_name: '${module}'`, () => {
    for (const make of MAKERS)
      assert.throws(() => make(module), { name: 'TypeError', message: /^module: expected a URL/ });
  });
}

for (const module of [
  'http://127.0.0.1:9/x.js',
  'https://127.0.0.1:9/x.js',
  'javascript:1',
  'blob:nodedata:1',
  'ftp://x/y',
]) {
  test(`what_the_host_imports_not_is_an_error_of_each_call_and_nothing_is_fetched: ${module}`, () => {
    using api = offload<{ f(): void }>(module);
    assert.throws(() => blockOn(api.f()), { name: 'ModuleError' });
  });
}

test('only_a_module_s_own_exports_can_be_called_and_none_of_their_prototypes', () => {
  const code = `class Tools { static own() { return 'own'; } helper() {} }
    Object.setPrototypeOf(Tools, { inherited() { return 'inherited'; } });
    export { Tools as default }; export const value = { nested() {} };`;
  using api = offload<Record<string, () => unknown>>(moduleOf(code));
  assert.equal(blockOn(api['own']!() as never), 'own');
  for (const name of ['inherited', 'hasOwnProperty', '__proto__', '__defineGetter__', 'value', 'value.nested']) {
    assert.throws(() => blockOn(api[name]!() as never), { name: 'TypeError', message: /exports no function/ }, name);
  }
  assert.equal(api['toString']!(), '[object Object]', 'the face itself is asked');
});

test('arguments_that_look_like_code_or_paths_stay_data', () => {
  const code = 'export const echo = (...args) => args;';
  using api = offload<{ echo(...args: unknown[]): unknown[] }>(folder.module('echo.mjs', code));
  const args = ['process.exit(1)', 'file:///etc/passwd', { toJSON: 'x', then: 'y' }, '\u0000'];
  assert.deepEqual(blockOn(api.echo(...args)), args);
});
