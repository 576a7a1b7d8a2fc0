import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ended, node } from '../synckit/programs.js';
import { Folder } from './folder.js';

const folder = new Folder();
const url = JSON.stringify(new URL('./task.worker.js', import.meta.url).href);
let programs = 0;

/** Runs a program in a process of its own, which must end by itself. */
function run(code: string): Promise<Ended> {
  programs += 1;
  const imports = `import { pool, offload } from 'reveille/threads'; import { blockOn } from 'reveille'; const url = ${url};`;
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

test('a_failing_call_that_nobody_awaits_is_an_unhandled_rejection', async () => {
  const { code, stderr } = await run(`const api = offload(url); api.fail('unheard'); await api.close();`);
  assert.equal(code, 1);
  assert.match(stderr, /RangeError: unheard/);
});
