import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ended, node } from '../synckit/programs.js';
import { Folder } from './folder.js';

const folder = new Folder();
const url = JSON.stringify(new URL('./task.worker.js', import.meta.url).href);
const making = JSON.stringify(new URL('./modules/making.js', import.meta.url).href);
let programs = 0;

/** Runs a program in a process of its own, which must end by itself. */
function run(code: string): Promise<Ended> {
  programs += 1;
  const imports = `import { pool, offload } from 'reveille/threads'; import { blockOn, co, sleep } from 'reveille'; const url = ${url}, making = ${making};`;
  return node([folder.write(`program-${programs}.mjs`, `${imports}\n${code}`)]);
}

test('an_idle_pool_keeps_no_process_alive', async () => {
  const { code, stdout } = await run(
    `const p = pool(url, { threads: 2 }); await p.add(1, 1); console.log(await p.add(1, 2));`,
  );
  assert.deepEqual([code, stdout], [0, '3\n']);
});

test('a_call_under_way_does', async () => {
  const { code, stdout } = await run(
    `const p = pool(url, { threads: 1 }); p.later(1).then(() => console.log('done'));`,
  );
  assert.deepEqual([code, stdout], [0, 'done\n']);
});

test('a_stream_of_which_nobody_takes_any_more_does_not', async () => {
  const { code, stdout } = await run(`
    const p = pool(making, { threads: 2 });
    const numbers = p.count(1e9);
    console.log(await numbers.next(), await numbers.next());
    p.count(1e9); // runs ahead, and then waits as well
  `);
  assert.deepEqual([code, stdout], [0, '0 1\n']);
});

test('one_that_was_left_for_long_goes_on_and_keeps_it_alive_then', async () => {
  const { code, stdout } = await run(`
    const p = pool(making, { threads: 2 });
    const [numbers, others] = [p.count(2000), p.count(2000)];
    const turns = async (count) => { for (; count > 0; count -= 1) await new Promise(setImmediate); };
    await numbers.next();
    await turns(2000); // both of them wait for this thread by now
    let sum = 0;
    for await (const n of numbers) sum += n;
    console.log(sum, await p.list(3));
    await turns(2000);
    for await (const n of others) sum += n;
    console.log(sum);
  `);
  assert.deepEqual([code, stdout], [0, `${1999 * 1000} [ 0, 1, 2 ]\n${1999 * 2000}\n`]);
});

test('a_failing_call_that_nobody_awaits_is_an_unhandled_rejection', async () => {
  const { code, stderr } = await run(`const api = offload(url); api.fail('unheard'); await api.close();`);
  assert.equal(code, 1);
  assert.match(stderr, /RangeError: unheard/);
});

test('what_dropping_the_future_of_a_function_throws_does_not_cost_the_call_its_answer', async () => {
  const { code, stdout, stderr } = await run(`
    const api = offload(making);
    process.on('unhandledRejection', ({ message }) => console.log(message));
    const progress = () => co(function* () { try { yield* sleep(1e9); } finally { throw new Error('spilt'); } });
    console.log(await api.report(1, { progress }), blockOn(api.report(1, { progress })));
  `);
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(stdout.trim().split('\n').sort(), ['done done', 'spilt', 'spilt']);
});
