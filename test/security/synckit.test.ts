import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createSyncFn, type SynckitOptions } from 'reveille/synckit';
import { Folder, OURS } from '../synckit/faces.js';
import { type Ended, node } from '../synckit/programs.js';

const folder = new Folder();
const WRONG_PATHS: readonly unknown[] = [
  'worker.js',
  './worker.js',
  'http://127.0.0.1/worker.js',
  'data:text/javascript,1',
  'file://elsewhere/worker.js',
  'file:///a%2Fb.js',
  '/tmp/worker\0.js',
  'file:///tmp/worker%00.js',
  '',
  undefined,
  null,
  5,
  {},
];

for (const path of WRONG_PATHS) {
  test(`a_worker_that_is_no_file_here_is_refused_by_name: ${JSON.stringify(path)}`, () => {
    assert.throws(() => createSyncFn(path as string), { name: 'TypeError', message: /^workerPath: / });
  });
}

const WRONG_OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  options: [null, 'fast', true],
  timeout: ['5', -1, Number.NaN, null],
  tsRunner: ['sh', '__proto__', 'constructor', 5, {}],
  globalShims: ['x', {}, 5],
  'globalShims[0].moduleName': [[null], [{}], [{ moduleName: 1 }]],
  'globalShims[0].globalName': [[{ moduleName: 'node:os', globalName: {} }]],
  transferList: ['x', {}, 5],
  'options.execArgv': ['--no-warnings', [1], {}],
};

for (const [name, values] of Object.entries(WRONG_OPTIONS)) {
  test(`a_wrong_option_is_named_before_there_is_a_thread: ${name}`, () => {
    for (const value of values) {
      const key = name.replace(/^options\.|\[.*$/g, '');
      const options = (name === 'options' ? value : { [key]: value }) as SynckitOptions;
      assert.throws(
        () => createSyncFn(folder.worker(OURS), options),
        (error: Error) => ['TypeError', 'RangeError'].includes(error.name) && error.message.startsWith(`${name}: `),
        JSON.stringify(value),
      );
    }
  });
}

/** A program of its own, since the variables are read once. */
function under(env: NodeJS.ProcessEnv): Promise<Ended> {
  const worker = JSON.stringify(pathToFileURL(folder.worker(OURS, 'runAsWorker((x) => x + 1);')).href);
  const text = `import { createSyncFn } from 'reveille/synckit'; console.log(createSyncFn(${worker})(1));`;
  return node([folder.write('program.mjs', text)], { env });
}

const WRONG_VARIABLES: readonly (readonly [variable: string, value: string, told: RegExp])[] = [
  ['SYNCKIT_TIMEOUT', 'soon', /RangeError: SYNCKIT_TIMEOUT: expected milliseconds/],
  ['SYNCKIT_TIMEOUT', '-5', /RangeError: SYNCKIT_TIMEOUT: expected milliseconds/],
  ['SYNCKIT_TIMEOUT', ' ', /RangeError: SYNCKIT_TIMEOUT: expected milliseconds/],
  ['SYNCKIT_TS_RUNNER', 'sh -c id', /TypeError: SYNCKIT_TS_RUNNER: expected one of node/],
  ['SYNCKIT_TS_RUNNER', '__proto__', /TypeError: SYNCKIT_TS_RUNNER: expected one of node/],
  ['SYNCKIT_EXEC_ARGV', '--no-such-flag', /--no-such-flag/],
];

for (const [variable, value, told] of WRONG_VARIABLES) {
  test(`a_wrong_variable_is_an_error_that_tells_it: ${variable}='${value}'`, async () => {
    const { code, stderr, stdout } = await under({ [variable]: value });
    assert.notEqual(code, 0, stdout);
    assert.match(stderr, told);
  });
}

test('no_shell_reads_a_variable', async () => {
  const { stdout, stderr } = await under({ SYNCKIT_EXEC_ARGV: '; touch made-by-a-shell;,$(touch made-by-a-shell)' });
  assert.equal(stdout, '2\n', stderr);
  assert.equal(existsSync('made-by-a-shell'), false);
});
