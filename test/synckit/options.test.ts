import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { TsRunner } from 'reveille/synckit';
import { FACES, Folder, OURS } from './faces.js';
import { node } from './programs.js';

const folder = new Folder();
const shim = pathToFileURL(folder.write('shim.mjs', 'export default { is: "default" }; export const part = 2;')).href;

for (const face of FACES) {
  const { name, createSyncFn } = face;

  test(`options_of_nodes_for_the_worker ${name}`, () => {
    const call = createSyncFn(folder.worker(face), { execArgv: ['--no-warnings', '--trace-uncaught'] });
    const { execArgv } = call('about') as { execArgv: string[] };
    assert.deepEqual(execArgv, ['--no-warnings', '--trace-uncaught']);
  });

  test(`the_environment_is_the_workers_too ${name}`, () => {
    process.env['SYNCKIT_TEST_WORD'] = 'word';
    assert.equal(createSyncFn(folder.worker(face))('env', 'SYNCKIT_TEST_WORD'), 'word');
  });

  test(`globals_for_the_worker ${name}`, () => {
    const globalShims = [
      { moduleName: shim, globalName: 'whole' },
      { moduleName: shim, globalName: 'part', named: 'part' },
      { moduleName: shim, globalName: 'all', named: null },
      { moduleName: shim, globalName: 'setTimeout' },
      { moduleName: shim, globalName: 'Buffer', conditional: false },
      { moduleName: 'not-installed', globalName: 'missing' },
    ];
    const text = 'runAsWorker((name) => [typeof globalThis[name], JSON.stringify(globalThis[name])]);';
    const global = createSyncFn(folder.worker(face, text), { globalShims });
    assert.deepEqual(global('whole'), ['object', '{"is":"default"}']);
    assert.deepEqual(global('part'), ['number', '2']);
    assert.deepEqual(global('all'), ['object', '{"default":{"is":"default"},"part":2}']);
    assert.equal((global('setTimeout') as string[])[0], 'function');
    assert.equal((global('Buffer') as string[])[0], 'object');
    assert.deepEqual(global('missing'), ['undefined', undefined]);
    assert.equal(createSyncFn(folder.worker(face), { globalShims: true })('echo', 1) as number, 1);
  });

  test(`what_the_environment_says_holds_where_options_say_nothing ${name}`, async () => {
    const worker = JSON.stringify(folder.worker(face));
    const text = `import * as face from '${name}';
      const { DEFAULT_TIMEOUT, DEFAULT_EXEC_ARGV, DEFAULT_TS_RUNNER, DEFAULT_GLOBAL_SHIMS } = face;
      console.log(JSON.stringify([DEFAULT_TIMEOUT, DEFAULT_EXEC_ARGV, DEFAULT_TS_RUNNER, DEFAULT_GLOBAL_SHIMS]));
      const call = face.createSyncFn(${worker});
      console.log(JSON.stringify(call('about').execArgv));
      try { call('never'); } catch { console.log('too long'); }`;
    const env = {
      SYNCKIT_TIMEOUT: '4000',
      SYNCKIT_EXEC_ARGV: '--no-warnings,--trace-uncaught',
      SYNCKIT_TS_RUNNER: 'tsx',
      SYNCKIT_GLOBAL_SHIMS: '1',
    };
    const { stdout, stderr } = await node([folder.write(`env-${name.length}.mjs`, text)], { env });
    const args = '["--no-warnings","--trace-uncaught"]';
    assert.deepEqual(stdout.trim().split('\n'), [`[4000,${args},"tsx",true]`, args, 'too long'], stderr);
  });

  test(`a_worker_in_commonjs_and_a_program_in_commonjs ${name}`, async () => {
    folder.write(`required-${name.length}.cjs`, `require('${name}').runAsWorker(async (x) => x + 1);`);
    const path = `require.resolve('./required-${name.length}.cjs')`;
    const text = `console.log(require('${name}').createSyncFn(${path})(1));`;
    const { stdout, stderr } = await node([folder.write(`requires-${name.length}.cjs`, text)]);
    assert.equal(stdout, '2\n', stderr);
    assert.equal(stderr, '');
  });
}

// What follows the original does not do, or does not do here: see docs/synckit.md.

for (const [file, given] of [
  ['plain.ts', 'plain.ts'],
  ['beside.ts', 'beside.js'],
  ['without.ts', 'without'],
  ['module.mts', 'module.mjs'],
  ['common.cts', 'common.cjs'],
] as const) {
  test(`a_worker_in_typescript_by_tsx ${file} as ${given}`, () => {
    const imports = file.endsWith('.cts')
      ? `const { runAsWorker } = require('${OURS.name}') as typeof import('${OURS.name}');`
      : `import { runAsWorker } from '${OURS.name}';`;
    folder.write(file, `${imports}\nconst more: number = 5;\nrunAsWorker(async (x: number) => x + more);`);
    const call = OURS.createSyncFn(`${folder.path}/${given}`, { tsRunner: TsRunner.TSX });
    assert.equal(call(1), 6);
  });
}

test('typescript_without_a_word_about_what_loads_it', () => {
  const path = folder.write(
    'silent.ts',
    `import { runAsWorker } from '${OURS.name}';\nrunAsWorker((x: number) => x + 1);`,
  );
  assert.equal(OURS.createSyncFn(path)(1), 2);
});

test('inside_of_packages_sources_are_left_alone', () => {
  const text = `import { runAsWorker } from '${OURS.name}'; runAsWorker(() => 'compiled');`;
  folder.install('.');
  folder.write('node_modules/some/index.ts', 'this is no program');
  assert.equal(OURS.createSyncFn(folder.write('node_modules/some/index.js', text))(), 'compiled');
});

test('a_runner_that_there_is_not', () => {
  assert.throws(() => OURS.createSyncFn(folder.worker(OURS), { tsRunner: 'nonsense' as never }), {
    name: 'TypeError',
    message: /^tsRunner: expected one of node, .*nonsense/,
  });
});

test('a_buffer_goes_to_the_worker_with_the_first_call', () => {
  const buffer = new ArrayBuffer(8);
  const call = OURS.createSyncFn(folder.worker(OURS, 'runAsWorker((b) => b.byteLength);'), { transferList: [buffer] });
  assert.equal(call(buffer), 8);
  assert.equal(buffer.byteLength, 0);
  const other = new ArrayBuffer(9);
  assert.equal(call(other), 9);
  assert.equal(other.byteLength, 9);
});

test('a_time_limit_in_the_environment_that_is_no_number', async () => {
  const worker = JSON.stringify(folder.worker(OURS));
  const text = `import { createSyncFn } from '${OURS.name}'; createSyncFn(${worker});`;
  const { code, stderr } = await node([folder.write('limit.mjs', text)], { env: { SYNCKIT_TIMEOUT: 'soon' } });
  assert.notEqual(code, 0);
  assert.match(stderr, /RangeError: SYNCKIT_TIMEOUT: expected milliseconds/);
});

test('a_package_that_uses_synckit_works_unchanged_over_the_stand_in', async () => {
  folder.install('project');
  const standIn = { name: 'synckit', type: 'module', exports: './index.js' };
  folder.write('project/node_modules/synckit/package.json', JSON.stringify(standIn));
  folder.write('project/node_modules/synckit/index.js', `export * from '${OURS.name}';`);
  folder.write('project/node_modules/user/package.json', '{ "name": "user", "main": "index.js" }');
  folder.write(
    'project/node_modules/user/index.js',
    `const { createSyncFn } = require('synckit'); exports.shout = createSyncFn(require.resolve('./worker.mjs'));`,
  );
  folder.write(
    'project/node_modules/user/worker.mjs',
    `import { runAsWorker } from 'synckit'; runAsWorker(async (text) => text.toUpperCase());`,
  );
  const program = folder.write('project/main.mjs', `import { shout } from 'user'; console.log(shout('unchanged'));`);
  const { stdout, stderr } = await node([program]);
  assert.equal(stdout, 'UNCHANGED\n', stderr);
});
