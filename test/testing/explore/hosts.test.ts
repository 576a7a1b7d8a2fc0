import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, type Tree, withTree } from '../../package/fixture.js';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node in a folder that holds `tree`, with these packages installed; it must come to an end by itself. */
function run(tree: Tree, args: readonly string[], packages = ['reveille']): Promise<Ended> {
  return withTree({ 'package.json': '{ "type": "module" }', ...tree }, async (folder) => {
    await mkdir(join(folder, 'node_modules'));
    for (const name of packages) {
      await symlink(name === 'reveille' ? ROOT : join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env; // the child is no part of this test run
    return new Promise((resolve) => {
      const child = execFile(process.execPath, args, { cwd: folder, env, timeout: 120_000 }, (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      );
    });
  });
}

const THREADS = `
export const setup = () => new Int32Array(new SharedArrayBuffer(4));
export const add = (count) => Atomics.add(count, 0, 1);
export const invariant = (count) => { if (count[0] !== 2) throw new Error('a count was lost'); };
`;
/** In TypeScript of which more is to be made than its types taken away. */
const TYPED_THREADS = `
enum Step { Add = 1 }
export const setup = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
export const add = (count: Int32Array): number => {
  const before: number = Atomics.load(count, 0);
  Atomics.store(count, 0, before + Step.Add);
  return before;
};
export const invariant = (count: Int32Array): void => {
  if (count[0] !== 2) throw new Error('a count was lost');
};
`;

const knowsTypeScript = Boolean((process.features as { typescript?: unknown }).typescript);
/** The same for when nobody names a loader: a Node that loads TypeScript itself takes its types away, and knows no enum. */
const OWN_THREADS = knowsTypeScript
  ? TYPED_THREADS.replace('enum Step { Add = 1 }', 'const Step = { Add: 1 } as const;')
  : TYPED_THREADS;
const PROGRAM = `setup: 'setup', threads: ['add', 'add'], invariant: 'invariant'`;

test('a_plain_script_that_is_the_program_too', async () => {
  const script = `
    import { isMainThread } from 'node:worker_threads';
    import { explore } from 'reveille/testing';
    ${THREADS}
    if (isMainThread) console.log((await explore({ module: import.meta.url, ${PROGRAM} })).text);
  `;
  const { code, stdout, stderr } = await run({ 'script.js': script }, ['script.js']);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.match(stdout, /^\d+ schedules \(depth-first, bound 2\), and none fails; complete/);
});

test('a_script_that_forgets_that_threads_load_it_too', async () => {
  const script = `
    import { explore } from 'reveille/testing';
    ${THREADS}
    await explore({ module: import.meta.url, ${PROGRAM} }).catch((error) => console.log(String(error)));
  `;
  const { stdout } = await run({ 'script.js': script }, ['script.js']);
  assert.match(
    stdout,
    /^ReveilleError: explore: called by the module that is checked, when a checked thread loads it:/m,
  );
});

test('options_of_the_process_that_no_worker_may_be_given', async () => {
  const script = `
    import { explore } from 'reveille/testing';
    const module = new URL('./threads.js', import.meta.url);
    console.log((await explore({ module, ${PROGRAM} }, { execArgv: ['--no-warnings'] })).complete);
  `;
  const args = ['--expose-gc', '--max-old-space-size=200', '--title', 'x', 'script.js'];
  const { stdout, stderr } = await run({ 'script.js': script, 'threads.js': THREADS }, args);
  assert.deepEqual({ stdout, stderr }, { stdout: 'true\n', stderr: '' });
});

test('a_program_that_is_text', async () => {
  const text = `
    import { explore } from 'reveille/testing';
    const module = new URL('file://' + process.cwd() + '/threads.js');
    console.log((await explore({ module, ${PROGRAM} })).complete);
  `;
  for (const type of [['--input-type=module'], ['--input-type', 'module']]) {
    const args = ['--no-warnings', ...type, '--eval', text];
    const { stdout, stderr } = await run({ 'threads.js': THREADS }, args);
    assert.deepEqual({ stdout, stderr }, { stdout: 'true\n', stderr: '' });
  }
});

test('commonjs', async () => {
  const script = `
    const { explore, ScheduleError } = require('reveille/testing');
    const { isMainThread } = require('node:worker_threads');
    const { pathToFileURL } = require('node:url');
    ${THREADS.replaceAll('export const ', 'exports.')}
    const module_ = pathToFileURL(__filename);
    if (isMainThread) explore({ module: module_, ${PROGRAM} }).then(({ complete }) => console.log(complete));
  `;
  const { stdout } = await run({ 'script.cjs': script }, ['--no-warnings', 'script.cjs']);
  assert.equal(stdout, 'true\n');
});

test('node_test', async () => {
  const file = `
    import test from 'node:test';
    import { isMainThread } from 'node:worker_threads';
    import { explore } from 'reveille/testing';
    ${THREADS}
    if (isMainThread) {
      test('passes', () => explore({ module: import.meta.url, ${PROGRAM} }));
      test('fails', () => explore({ module: new URL('./lossy.ts', import.meta.url), ${PROGRAM} }));
    }
  `;
  const tree = { 'some.test.js': file, 'lossy.ts': OWN_THREADS };
  const { code, stdout } = await run(tree, ['--test', '--test-reporter=tap', 'some.test.js'], ['reveille', 'tsx']);
  assert.equal(code, 1);
  assert.match(stdout, /^ok 1 - passes$/m);
  assert.match(stdout, /^not ok 2 - fails$/m);
  assert.match(stdout, /the invariant does not hold at the end: a count was lost/);
  assert.match(stdout, /replay: '0x1 1x3 0x1'/);
});

test('threads_write_to_the_console_at_once', async () => {
  const threads = THREADS.replace('=> Atomics', "=> console.log('here') ?? Atomics");
  const script = `
    import { explore } from 'reveille/testing';
    await explore({ module: new URL('./threads.js', import.meta.url), ${PROGRAM} }, { replay: '0x2 1x2' });
  `;
  const { stdout } = await run({ 'script.js': script, 'threads.js': threads }, ['script.js']);
  assert.match(stdout, /^(?:here\n)+$/);
});

const SCRIPT = `
  import { explore } from 'reveille/testing';
  const module = new URL('./threads.ts', import.meta.url);
  const options = { onProgress() {} }; // no line on stderr, however slow the machine is
  await explore({ module, ${PROGRAM} }, options).catch(({ name, message }) => console.log(name, message));
`;

test('typescript_by_tsx_where_it_is_installed', async () => {
  const tree = { 'script.js': SCRIPT, 'threads.ts': OWN_THREADS };
  const { stdout, stderr } = await run(tree, ['script.js'], ['reveille', 'tsx']);
  assert.equal(stderr, '');
  assert.match(stdout, /^ScheduleError the invariant does not hold at the end: a count was lost/);
  assert.match(stdout, /^> +2 +add#1 +load shared\[0\] = 0 +threads\.ts:5 add$/m);
  assert.match(stdout, /store shared\[0\] = 1 +threads\.ts:6 add$/m);
});

test('typescript_by_a_loader_of_the_process', async () => {
  const tree = { 'script.ts': SCRIPT, 'threads.ts': TYPED_THREADS };
  const { stdout, stderr } = await run(tree, ['--import', 'tsx', 'script.ts'], ['reveille', 'tsx']);
  assert.equal(stderr, '');
  assert.match(stdout, /store shared\[0\] = 1 +threads\.ts:6 add$/m);
});

test('a_module_that_the_process_loads_first_need_be_no_loader', async () => {
  const tree = { 'script.js': SCRIPT, 'threads.ts': OWN_THREADS, 'first.cjs': '' };
  const args = ['--require', './first.cjs', 'script.js'];
  const { stdout } = await run(tree, args, ['reveille', 'tsx']); // as in vitest
  assert.match(stdout, /^ScheduleError the invariant does not hold at the end/);
  if (knowsTypeScript) return;
  const without = await run(tree, args);
  assert.match(
    without.stdout,
    /^TypeError Unknown file extension "\.ts" for .*: install tsx beside it, or name a loader/,
  );
});

test('a_thread_that_runs_out_of_memory', async () => {
  const threads = `${THREADS}
    export const eat = (count) => {
      Atomics.load(count, 0);
      for (const all = []; ; ) all.push({ of: all.length }); // from Node 24 on, large arrays take the process along
    };
  `;
  const script = SCRIPT.replace('threads.ts', 'threads.js').replace("['add', 'add']", "['add', 'eat']");
  const { stdout } = await run({ 'script.js': script, 'threads.js': threads }, [
    '--max-old-space-size=60',
    'script.js',
  ]);
  assert.match(stdout, /^Error Worker terminated due to reaching memory limit: JS heap out of memory\n$/);
});

test('typescript_by_a_loader_that_is_named', async () => {
  const script = SCRIPT.replace('onProgress', "execArgv: ['--import', 'tsx'], onProgress");
  const { stdout } = await run(
    { 'script.js': script, 'threads.ts': TYPED_THREADS },
    ['script.js'],
    ['reveille', 'tsx'],
  );
  assert.match(stdout, /^ScheduleError the invariant does not hold at the end/);
});

test('typescript_without_a_loader', {
  skip: knowsTypeScript && 'this Node.js loads TypeScript by itself',
}, async () => {
  const { stdout } = await run({ 'script.js': SCRIPT, 'threads.ts': TYPED_THREADS }, ['script.js']);
  assert.match(
    stdout,
    /^ReveilleError program\.module: this Node\.js \(v\d+\.\d+\.\d+\) loads no TypeScript, and file:.*threads\.ts is\. Install tsx beside it/,
  );
});

test('typescript_of_more_than_types_without_a_loader', {
  skip: !knowsTypeScript && 'this Node.js loads no TypeScript by itself',
}, async () => {
  const { stdout } = await run({ 'script.js': SCRIPT, 'threads.ts': TYPED_THREADS }, ['script.js']);
  assert.match(
    stdout,
    /^SyntaxError TypeScript enum is not supported .* \(in file:.*threads\.ts:2\): name a loader in options\.execArgv, /,
  );
});

test('typescript_that_is_none', {
  skip: !knowsTypeScript && 'this Node.js loads no TypeScript by itself',
}, async () => {
  const { stdout } = await run({ 'script.js': SCRIPT, 'threads.ts': `${THREADS}const x: = 1;` }, ['script.js']);
  assert.match(stdout, /^SyntaxError .* \(in file:.*threads\.ts:5\)$/m);
});
