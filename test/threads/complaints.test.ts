import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { blockOn, TimeoutError } from 'reveille';
import { offload, PoolClosedError, pool } from 'reveille/threads';
import { node } from '../synckit/programs.js';
import { Folder, moduleOf } from './folder.js';
import { blockUntilSet, until, untilSet, words } from './words.js';

/** What users of other packages complain of, where no other test shows it; docs/threads.md has the whole list. */

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

test('piscina_and_tinypool: a_thread_without_calls_goes_on_with_its_own_asynchronous_work', async () => {
  const code = `import { setTimeout as sleep } from 'node:timers/promises';
    export const begin = async (words) => {
      for (let i = 0; i < 5; i += 1) setTimeout(() => { Atomics.add(words, 0, 1); Atomics.notify(words, 0); }, i);
      setImmediate(async () => { await sleep(1); Atomics.store(words, 1, 1); Atomics.notify(words, 1); });
    };
    export const add = (a, b) => a + b;`;
  type Begun = { begin(latch: Int32Array): Promise<void>; add(a: number, b: number): number };
  await using p = pool<Begun>(moduleOf(code), { threads: 1 });
  const latch = words();
  await p.begin(latch);
  // Nobody calls from here on, and this thread blocks, so that nothing of its own wakes the other one.
  blockUntilSet(latch, 1);
  await until(() => Atomics.load(latch, 0) === 5);
  assert.equal(await p.add(1, 2), 3);
});

test('piscina_and_tinypool: the_tasks_behind_many_aborted_ones_start', async () => {
  await using p = pool<Task>(url, { threads: 2 });
  for (let round = 0; round < 20; round += 1) {
    const controller = new AbortController();
    const latches = [words(), words()];
    const aborted = latches.map((latch) =>
      p
        .with({ signal: controller.signal })
        .spin(latch)
        .then(null, () => 'aborted'),
    );
    const queued = [1, 2, 3].map((n) =>
      p
        .with({ signal: controller.signal })
        .add(n, 1)
        .then(null, () => 'aborted'),
    );
    const behind = [1, 2, 3].map((n) => p.add(n, 1));
    for (const latch of latches) await untilSet(latch, 0);
    controller.abort();
    assert.deepEqual(await Promise.all(aborted), ['aborted', 'aborted']);
    // A thread that has heeded its cancel may take one of these before that is dropped, too.
    for (const [i, end] of (await Promise.all(queued)).entries())
      assert.ok(end === 'aborted' || end === i + 2, `${end}`);
    assert.deepEqual(await Promise.all(behind), [2, 3, 4]);
  }
});

test('piscina_and_tinypool: closing_ends_though_a_module_never_finishes_to_load', async () => {
  const code = 'import { workerData } from "node:worker_threads"; const { data } = workerData.reveille;';
  const latch = words();
  const p = pool<{ f(): void }>(moduleOf(`${code} Atomics.store(data, 0, 1); for (;;);`), { threads: 1, data: latch });
  const call = assert.rejects(p.f().then(), PoolClosedError);
  await untilSet(latch, 0);
  await p.close({ now: true, grace: 0 });
  await call;
});

test('p_limit_and_p_queue: calls_that_wait_as_the_pool_is_closed_at_once_are_rejected_each', async () => {
  const p = pool<Task>(url, { threads: 1, queue: 4 });
  const latch = words();
  const running = p.spin(latch).then(null, (error) => error);
  await untilSet(latch, 0);
  const waiting = Array.from({ length: 12 }, (_, i) => assert.rejects(p.add(i, 1).then(), PoolClosedError)); // more than fit
  await p.close({ now: true });
  await Promise.all(waiting);
  await running;
});

test('Node: one_signal_of_many_calls_and_limits_that_did_not_pass_leave_nothing_behind', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  const { signal } = new AbortController();
  await p.add(0, 0);
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  for (let i = 0; i < 500; i += 1) {
    const call = p.with({ signal, timeout: 1e9 }).add(i, 1);
    assert.equal(i % 2 === 0 ? blockOn(call) : await call, i + 1);
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  await until(() => timers() <= before);
});

test('Node: what_a_thread_prints_before_it_blocks_is_there_while_it_blocks', async () => {
  const folder = new Folder();
  const module = folder.module(
    'blocks.mjs',
    `export const block = (words) => {
      console.log('thread blocks'); Atomics.store(words, 0, 1); Atomics.notify(words, 0); Atomics.wait(words, 1, 0);
      console.log('thread goes on');
    };`,
  );
  const text = `import { blockOn } from 'reveille'; import { offload } from 'reveille/threads';
    const words = new Int32Array(new SharedArrayBuffer(8)); const call = offload(${JSON.stringify(module.href)}).block(words);
    Atomics.wait(words, 0, 0); console.log('caller'); Atomics.store(words, 1, 1); Atomics.notify(words, 1); blockOn(call);`;
  const { code, stdout, stderr } = await node([folder.write('blocks-caller.mjs', text)]);
  assert.deepEqual([code, stdout], [0, 'thread blocks\ncaller\nthread goes on\n'], stderr);
});

test('synckit: what_timed_out_is_named_by_function_and_module', () => {
  using api = offload<Task>(url);
  blockOn(api.add(1, 1));
  assert.throws(
    () => blockOn(api.with({ timeout: 5 }).linger(words())),
    (error) => error instanceof TimeoutError && /linger\(\) of task\.worker\.js/.test(error.message),
  );
});
