import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node } from '../synckit/programs.js';
import { Folder } from './folder.js';

const folder = new Folder();
folder.write(
  'prints.mjs',
  `console.log('loaded');
  export const print = (text) => console.log(text);
  export const complain = (text) => console.error(text);
  export const write = async (text, encoding) => {
    await new Promise((done) => process.stdout.write(text, encoding, done));
    process.stdout.write(Buffer.from(', '));
    return process.stdout.write(new Uint8Array([111, 107, 10]));
  };
  export const lines = (name, count, length) => {
    for (let i = 0; i < count; i += 1) process.stdout.write(name.repeat(length) + '\\n');
  };
  export const printAndExit = (text) => { console.log(text); console.error(text); process.exit(1); };
  export const printAndThrow = (text) => {
    setImmediate(() => { console.log(text); throw new Error('thrown'); });
    return new Promise(() => {});
  };
  export const begin = () => console.log('set up');
  export const end = () => console.log('torn down');`,
);

let programs = 0;
/** Runs a program with `api`, `p` and `make` at hand, and answers what it printed. */
async function printed(code: string): Promise<{ stdout: string; stderr: string }> {
  programs += 1;
  const text = `import { blockOn } from 'reveille'; import { offload, pool } from 'reveille/threads';
    const url = new URL('./prints.mjs', import.meta.url); const failed = (call) => { try { blockOn(call); } catch {} };
    ${code}`;
  const ended = await node([folder.write(`program-${programs}.mjs`, text)]);
  assert.equal(ended.code, 0, ended.stderr);
  return ended;
}

test('what_a_thread_prints_is_there_before_its_blocked_caller_goes_on', async () => {
  const { stdout } = await printed(`const api = offload(url);
    for (let i = 0; i < 3; i += 1) { blockOn(api.print('thread ' + i)); console.log('caller ' + i); }`);
  assert.equal(stdout, 'loaded\nthread 0\ncaller 0\nthread 1\ncaller 1\nthread 2\ncaller 2\n');
});

test('what_a_thread_prints_before_it_dies_is_not_lost_though_its_caller_blocks', async () => {
  const { stdout, stderr } = await printed(`const api = offload(url);
    failed(api.printAndExit('exits')); failed(api.printAndThrow('throws')); console.log('caller');`);
  assert.equal(stdout, 'loaded\nexits\nloaded\nthrows\ncaller\n');
  assert.match(stderr, /^exits\n/);
});

test('what_a_thread_prints_as_it_is_set_up_and_torn_down_comes_in_its_order', async () => {
  const { stdout } = await printed(`const p = pool(url, { threads: 1, setUp: 'begin', tearDown: 'end' });
    blockOn(p.print('called')); blockOn(p.close()); console.log('closed');`);
  assert.equal(stdout, 'loaded\nset up\ncalled\ntorn down\nclosed\n');
});

test('writes_of_text_in_an_encoding_and_of_bytes_come_in_their_order_and_call_back', async () => {
  const { stdout } = await printed(`const api = offload(url);
    console.log(blockOn(api.write('ünï', 'utf8')));
    blockOn(api.write('6869', 'hex')); blockOn(api.write('aGk=', 'base64')); console.log(await api.write('end'));`);
  assert.equal(stdout, 'loaded\nünï, ok\ntrue\nhi, ok\nhi, ok\nend, ok\ntrue\n');
});

test('more_than_a_pipe_holds_is_printed_whole_and_lines_of_two_threads_stay_whole', async () => {
  const { stdout } = await printed(`const p = pool(url, { threads: 2 });
    const calls = ['a', 'b'].map((name) => p.lines(name, 400, 1000)); for (const call of calls) blockOn(call);
    console.log('caller');`);
  const lines = stdout.split('\n').filter((line) => line !== 'loaded');
  assert.equal(lines.filter((line) => line === 'a'.repeat(1000)).length, 400);
  assert.equal(lines.filter((line) => line === 'b'.repeat(1000)).length, 400);
  assert.deepEqual(lines.slice(800), ['caller', '']);
});

test('errors_go_to_the_standard_error_and_colours_are_no_matter', async () => {
  const { stdout, stderr } = await printed(
    `const api = offload(url); blockOn(api.complain('oh')); console.error('caller');`,
  );
  assert.deepEqual([stdout, stderr], ['loaded\n', 'oh\ncaller\n']);
});
