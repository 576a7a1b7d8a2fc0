import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node } from '../synckit/programs.js';
import { Folder, moduleOf } from './folder.js';

const folder = new Folder();
const module = JSON.stringify(moduleOf('export const flags = () => [globalThis.more ?? 0, ...process.execArgv];').href);
const more = folder.module('more.mjs', 'globalThis.more = 10;').href;

/** Prints what a thread sees of the preloaded module, and its flags. */
const program = (
  options = '',
): string => `import { blockOn } from 'reveille'; import { offload } from 'reveille/threads';
  console.log(JSON.stringify(blockOn(offload(${module}, { ${options} }).flags())));`;

const WHOLE_PROCESS = ['--max-old-space-size=500', '--expose-gc', '--stack-size=900', '--title=some-program'];
const BY_ITS_NAME = ['--import', more, '--conditions=dev'];

test('flags_that_are_for_a_whole_process_are_no_hindrance_to_its_threads', async () => {
  const args = [...WHOLE_PROCESS, ...BY_ITS_NAME, folder.write('whole.mjs', program())];
  const { code, stdout, stderr } = await node(args);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    JSON.parse(stdout),
    [10, ...WHOLE_PROCESS, ...BY_ITS_NAME],
    'they inherit all of them, as Node has it',
  );
});

for (const type of [['--input-type=module'], ['--input-type', 'module']]) {
  test(`threads_of_a_program_on_the_command_line_with ${type.join(' ')} load modules_as_it_does`, async () => {
    const args = [
      ...WHOLE_PROCESS,
      ...BY_ITS_NAME,
      '-C',
      'more',
      '--experimental-vm-modules',
      ...type,
      '-e',
      program(),
    ];
    const { code, stdout, stderr } = await node(args, { cwd: folder.path });
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), [10, ...BY_ITS_NAME, '-C', 'more', '--experimental-vm-modules']);
  });
}

test('threads_of_a_program_on_the_command_line_that_is_commonjs', async () => {
  const text = `import('reveille/threads').then(async ({ offload }) =>
    console.log(JSON.stringify((await offload(${module}).flags())[0])))`;
  const { code, stdout, stderr } = await node([...WHOLE_PROCESS, '--import', more, '-e', text], { cwd: folder.path });
  assert.deepEqual([code, stdout], [0, '10\n'], stderr);
});

test('flags_that_are_given_are_the_threads_flags_alone', async () => {
  const args = [...WHOLE_PROCESS, ...BY_ITS_NAME, folder.write('given.mjs', program(`execArgv: ['--no-warnings']`))];
  const { code, stdout, stderr } = await node(args);
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), [0, '--no-warnings']);
});

test('flags_that_node_refuses_are_an_error_that_names_them', async () => {
  const text = program(`execArgv: ['--expose-gc']`);
  const { code, stderr } = await node([folder.write('refused.mjs', text)]);
  assert.equal(code, 1);
  assert.match(stderr, /--expose-gc/);
});
