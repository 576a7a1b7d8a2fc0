import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn, TimeoutError } from 'reveille';
import { shared } from 'reveille/channel';
import { type PoolOptions, pool, ThreadDiedError } from 'reveille/threads';
import { Folder } from './folder.js';
import { until, words } from './words.js';

const folder = new Folder();
const url = folder.module(
  'blocked.mjs',
  `import { blockOn } from 'reveille';
   import { shared } from 'reveille/channel';
   import { pool } from 'reveille/threads';
   export const add = (a, b) => a + b;
   export const later = async (x) => x + 1;
   export const ask = (answer, x, signal) => blockOn(answer(x));
   export const asks = async (answer) => { blockOn(answer(1)); return blockOn(pool.current().later(1)); };
   export const outer = () => {
     const p = pool.current();
     return blockOn(p.asks((x) => blockOn(p.add(x, 1)))); // which this thread helps with
   };
   export const dies = async () => { await null; process.exit(3); };
   export const own = (deaths) => {
     const p = pool.current();
     for (let i = 0; i < deaths; i += 1) try { blockOn(p.dies()); } catch {}
     return blockOn(p.later(1));
   };
   export const wait = async (words) => {
     Atomics.add(words, 1, 1);
     await Atomics.waitAsync(words, 0, 0).value;
     return 'opened';
   };
   export const open = (words) => { Atomics.store(words, 0, 1); Atomics.notify(words, 0); return 'open'; };
   export const say = (handle, value) => {
     const tx = shared.attachSender(handle, 'i32');
     try { tx.sendBlocking(value); } finally { tx[Symbol.dispose](); }
   };`,
);
type Module = {
  add(a: number, b: number): number;
  later(x: number): Promise<number>;
  ask(answer: (x: number) => Promise<number>, x: number, signal: AbortSignal): number;
  dies(): Promise<never>;
  own(deaths: number): number;
  outer(): number;
  wait(words: Int32Array): Promise<string>;
  open(words: Int32Array): string;
  say(handle: unknown, value: number): void;
};
const make = (options: PoolOptions) => pool<Module>(url, options);

/** Of the table: how many workers block. */
const BLOCKED = 7;

/** A thread of the program's own, which comes and goes. */
async function passer(): Promise<void> {
  const code = `import('reveille/channel').then(({ shared }) => shared.bounded(1, 'i32'));`;
  await once(new Worker(code, { eval: true }), 'exit');
}

for (const [what, disturb] of [
  ['nothing_else', () => {}],
  ['a_signal_that_is_aborted', (abort: () => void) => abort()],
  ['a_thread_that_ends', passer],
] as const) {
  test(`a_worker_that_blocks_is_counted_as_blocked_whatever_it_is_woken_for: ${what}`, async () => {
    await using p = make({ threads: 1 });
    const controller = new AbortController();
    const answer = async (x: number): Promise<number> => {
      await until(() => p.stats.blocked === 1);
      await disturb(() => controller.abort());
      for (let n = 0; n < 3; n += 1) await p.add(n, 0); // each needs a second thread
      return p.add(x, 7);
    };
    assert.equal(await p.ask(answer, 1, controller.signal), 8);
    assert.equal(p.stats.blocked, 0);
  });
}

test('a_worker_that_blocks_in_a_callback_while_it_blocks_is_counted_when_that_is_over', async () => {
  await using p = make({ threads: 1 });
  assert.equal(await p.outer(), 2);
  assert.equal(p.stats.blocked, 0);
});

test('a_worker_that_outlives_the_deaths_of_those_it_blocks_on_gets_another_one', async () => {
  await using p = make({ threads: 1 });
  assert.equal(await p.own(2), 2);
});

test('a_call_that_waits_gets_a_thread_when_one_has_died_though_others_are_at_work', async () => {
  await using p = make({ threads: { min: 1, max: 3 } });
  const latch = words();
  const waits = Promise.all([p.wait(latch), p.wait(latch)]);
  await until(() => Atomics.load(latch, 1) === 2);
  const dies = p.dies();
  const opens = p.open(latch);
  await assert.rejects(async () => await dies, ThreadDiedError);
  assert.equal(await opens, 'open');
  assert.deepEqual(await waits, ['opened', 'opened']);
});

test('a_pool_that_is_closed_does_what_those_who_run_yet_wait_for', async () => {
  const p = make({ threads: 1 });
  assert.equal(await p.add(1, 2), 3);
  const table = new Int32Array(p.share().table);
  const call = p.own(0);
  while (Atomics.load(table, BLOCKED) === 0); // this thread does not come to start another one before
  const closed = p.close();
  assert.equal(await call, 2);
  await closed;
});

test('calls_that_wait_for_room_are_queued_while_their_thread_blocks_on_anything', async () => {
  await using p = make({ threads: 1, queue: 1 });
  const [tx, rx] = shared.bounded(16, 'i32');
  const calls = Array.from({ length: 5 }, (_, n) => p.say(tx.share(), n));
  for (let n = 0; n < 5; n += 1) assert.equal(rx.recvBlocking({ timeout: 60_000 }), n);
  await Promise.all(calls);
  assert.throws(() => blockOn(rx.recv(), { timeout: 1 }), TimeoutError);
  for (const end of [tx, rx]) end[Symbol.dispose]();
});
