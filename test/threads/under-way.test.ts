/** Workers that have calls under way and are asked for others; numbers of calls that wait for room in a queue. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offload, pool, ThreadDiedError } from 'reveille/threads';
import { Folder } from './folder.js';
import { until, untilSet } from './words.js';

const folder = new Folder();
const url = folder.module(
  'under-way.mjs',
  `import { AsyncLocalStorage } from 'node:async_hooks';
   import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
   import { blockOn } from 'reveille';
   import { pool } from 'reveille/threads';
   export const up = (started) => { if (started) Atomics.add(started, 0, 1); };
   export const never = () => new Promise(() => {});
   export const echo = (x) => x;
   export const later = async (x, ms) => { await sleep(ms); return x; };
   export const nest = (d) => (d <= 0 ? 1 : 1 + blockOn(pool.current().nest(d - 1)));
   export const die = () => { for (let i = 0; i < 10; i += 1) pool.current().echo(i).then(() => {}, () => {}); process.exit(3); };
   const rested = async () => { for (let i = 0; i < 20; i += 1) await turn(); };
   export const asksLater = async (x) => { await sleep(20); return blockOn(pool.current().later(x, 1)); };
   export const asksBack = async (f) => { await sleep(20); return blockOn(f()); };
   export const computes = async (word) => { await sleep(20); Atomics.store(word, 0, 1); Atomics.notify(word, 0); Atomics.wait(word, 1, 0); };
   export const holds = (word) => { Atomics.wait(word, 0, 0); };
   export const sets = (word, at) => { Atomics.store(word, at, 1); Atomics.notify(word, at); };
   const store = new AsyncLocalStorage();
   export const stored = () => store.getStore() ?? 'nothing';
   export const storesOwn = async () => store.run('its own', async () => {
     await rested();
     return pool.current().stored();
   });`,
);
type Module = {
  echo<T>(x: T): T;
  later(x: number, ms: number): Promise<number>;
  nest(depth: number): number;
  die(): void;
  asksLater(x: number): Promise<number>;
  asksBack(f: () => unknown): Promise<unknown>;
  computes(word: Int32Array): Promise<void>;
  holds(word: Int32Array): void;
  sets(word: Int32Array, at: number): void;
  stored(): string;
  storesOwn(): Promise<string>;
};

const newWords = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));

function set(word: Int32Array, at: number): void {
  Atomics.store(word, at, 1);
  Atomics.notify(word, at);
}

test('a_pool_whose_queue_was_full_closes_and_starts_no_threads_for_numbers_of_no_use', async () => {
  for (let round = 0; round < 5; round += 1) {
    const started = newWords();
    const p = pool<Module>(url, { threads: 3, queue: 1, setUp: 'up', data: started });
    await Promise.all(Array.from({ length: 12 }, () => p.nest(4)));
    const before = started[0] as number;
    await p.close();
    assert.ok((started[0] as number) <= before + 3, `${started[0]} threads, ${before} before it was closed`);
  }
});

test('what_a_dead_worker_had_that_waited_for_room_does_not_count', async () => {
  const p = pool<Module>(url, { threads: 3, queue: 1 });
  await p.warmUp();
  await assert.rejects(async () => await p.die(), ThreadDiedError);
  assert.equal(await p.echo(1), 1);
  await until(() => p.stats.queued === 0);
  await p.close();
});

test('a_worker_whose_call_awaits_something_is_not_idle_however_many_calls_it_may_have', async () => {
  await using p = pool<Module>(url, { threads: { min: 0, max: 1 }, concurrency: 2, idle: 20 });
  assert.equal(await p.later(42, 300), 42);
});

for (const [what, open] of [
  ['of_an_offloaded_module', () => offload<Module>(url)],
  ['of_a_pool_of_one', () => pool<Module>(url, { threads: 1, concurrency: 2 })],
  ['of_a_pool', () => pool<Module>(url, { threads: { min: 0, max: 2 }, concurrency: 3 })],
] as const) {
  test(`a_worker_${what}_that_blocks_while_it_is_said_to_rest_takes_no_calls`, async () => {
    await using api = open();
    assert.equal(await api.asksLater(7), 7);
  });
}

test('a_call_goes_to_a_worker_with_nothing_under_way_first', async () => {
  const p = pool<Module>(url, { threads: 2, concurrency: 2 });
  await p.warmUp();
  assert.equal(await p.asksBack(async () => await p.echo(5)), 5);
  for (let round = 0; round < 5; round += 1) {
    const word = newWords();
    const call = p.computes(word);
    await untilSet(word, 0);
    for (let i = 0; i < 3; i += 1) {
      assert.equal(await p.echo(i), i); // for ever, if the one that computes was called
      await until(() => p.stats.idle > 0);
    }
    set(word, 1);
    await call;
  }
  await p.close();
});

test('a_worker_that_rests_takes_what_waits_for_room_while_the_thread_that_has_it_stands_still', async () => {
  for (const looking of [0.3, 0]) {
    await using p = pool<Module>(url, { threads: 2, queue: 1, looking });
    await p.warmUp();
    await until(() => p.stats.idle === 2);
    const word = newWords();
    const calls = [p.holds(word), p.sets(word, 1), p.sets(word, 0)];
    assert.notEqual(Atomics.wait(word, 1, 0, 20_000), 'timed-out'); // not by this library, which would help
    set(word, 0);
    for (const call of calls) await call;
  }
});

test('a_call_that_comes_as_the_last_worker_leaves_has_another_one_started', async () => {
  await using p = pool<Module>(url, { threads: { min: 0, max: 64 }, idle: 4, tearDown: 'never' });
  for (let i = 0; i < 40; i += 1) {
    assert.equal(await p.echo(i), i);
    await new Promise((resolve) => setTimeout(resolve, 4 + (i % 6)));
  }
  await p.close({ now: true });
});

test('what_a_call_has_in_an_AsyncLocalStorage_is_not_for_other_threads_calls', async () => {
  for (const open of [() => offload<Module>(url), () => pool<Module>(url, { threads: 1, concurrency: 4 })]) {
    await using api = open();
    await api.echo(0);
    for (let round = 0; round < 20; round += 1) {
      const call = api.storesOwn();
      const others = Array.from({ length: 20 }, () => api.stored());
      for (const other of others) assert.equal(await other, 'nothing');
      await call;
      assert.equal(await api.stored(), 'nothing');
    }
  }
});

test('an_urgent_call_does_not_wait_behind_others_that_wait_for_room', async () => {
  await using p = pool<Module>(url, { threads: 1, priorities: 2, queue: 2 });
  const word = newWords();
  const order: string[] = [];
  const busy = p.holds(word);
  await until(() => p.stats.running === 1);
  const plain = Array.from({ length: 10 }, (_, i) => p.with({ priority: 1 }).echo(`plain ${i}`));
  const calls = [...plain, p.with({ priority: 0 }).echo('urgent')].map(
    async (call) => void order.push(String(await call)),
  );
  set(word, 0);
  await Promise.all(calls);
  await busy;
  assert.equal(order[0], 'urgent');
});

test('a_warm_up_is_over_although_threads_have_left_again', async () => {
  for (let round = 0; round < 5; round += 1) {
    await using p = pool<Module>(url, { threads: { min: 0, max: 4 }, idle: 4 });
    await p.warmUp();
  }
});
