import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeadlockError } from 'reveille';
import { SharedArrayQueue } from 'reveille/queue';
import { type Call, type PoolHandle, pool, ThreadDiedError } from 'reveille/threads';
import { Folder } from './folder.js';
import { until, untilSet, words } from './words.js';

const folder = new Folder();
const url = folder.module(
  'helping.mjs',
  `import { all, blockOn } from 'reveille';
   import { pool } from 'reveille/threads';
   export const add = (a, b) => a + b;
   export const later = async (x) => x;
   export const asks = (x) => blockOn(pool.current().add(x, 1));
   export const waits = (x) => blockOn(pool.current().later(x));
   export const fib = (n) => n < 2 ? n : blockOn(pool.current().fib(n - 1)) + blockOn(pool.current().fib(n - 2));
   export const asksHold = (first, second) => { hold(first); blockOn(pool.current().hold(second)); };
   export const turns = async (n) => { for (let i = n; i > 0; i -= 1) await new Promise((go) => setImmediate(go)); return n; };
   export const asksTurns = (n) => blockOn(pool.current().turns(n));
   export const tree = (depth, width) => depth === 0 ? 1
     : blockOn(all(Array.from({ length: width }, () => pool.current().tree(depth - 1, width)))).reduce((a, b) => a + b, 0);
   export const endless = async () => blockOn(pool.current().endless());
   export const hold = (latch) => { Atomics.store(latch, 0, 1); Atomics.notify(latch, 0); Atomics.wait(latch, 1, 0); };
   export const dies = (latch) => { hold(latch); process.exit(3); };`,
);
type Module = {
  add(a: number, b: number): number;
  later(x: number): Promise<number>;
  asks(x: number): number;
  waits(x: number): number;
  fib(n: number): number;
  asksHold(first: Int32Array, second: Int32Array): void;
  turns(n: number): Promise<number>;
  asksTurns(n: number): number;
  tree(depth: number, width: number): number;
  endless(): Promise<never>;
  hold(latch: Int32Array): void;
  dies(latch: Int32Array): void;
};

function release(latch: Int32Array): void {
  Atomics.store(latch, 1, 1);
  Atomics.notify(latch, 1);
}

test('a_worker_that_blocks_on_a_call_runs_that_one_first_however_many_wait', async () => {
  await using p = pool<Module>(url, { threads: 1 });
  const calls = Array.from({ length: 4000 }, (_, i) => p.asks(i));
  assert.deepEqual(
    await Promise.all(calls),
    calls.map((_, i) => i + 1),
  );
  assert.equal(p.stats.threads, 1);
  assert.equal(await p.fib(12), 144);
  assert.equal(p.stats.threads, 1, 'recursion needs one thread');
});

test('calls_behind_one_that_a_blocked_worker_may_not_run_are_run', async () => {
  await using p = pool<Module>(url, { threads: 2 });
  const calls = Array.from({ length: 200 }, (_, i) => [p.waits(i), p.later(i)]).flat();
  const answers = await Promise.all(calls);
  assert.deepEqual(
    answers,
    calls.map((_, i) => i >> 1),
  );
});

test('where_all_threads_block_and_there_is_no_place_for_more_what_waits_fails', async () => {
  await using p = pool<Module>(url, { threads: 1, callers: 1 });
  await assert.rejects(p.endless().then(), (error: Error) => {
    assert.ok(error instanceof ThreadDiedError && error.cause instanceof DeadlockError, String(error));
    assert.match(
      error.message,
      /^call of endless\(\) of helping\.mjs: all \d+ threads of helping\.mjs block on calls of its own, .* no places for more/,
    );
    return true;
  });
  assert.equal(await p.add(1, 2), 3);
});

test('what_waits_keeps_its_priority_when_a_thread_dies', async () => {
  await using p = pool<Module>(url, { threads: 1, priorities: 2 });
  const [died, held] = [words(), words()];
  const end = assert.rejects(p.dies(died).then(), ThreadDiedError);
  await untilSet(died, 0);
  const low = p.with({ priority: 1 });
  const order: string[] = [];
  const note = (name: string, call: Call<unknown>): Promise<unknown> => call.then(() => order.push(name));
  const notes = [note('hold', low.hold(held)), note('low', low.add(1, 1))];
  release(died);
  await Promise.all([end, untilSet(held, 0)]); // the next thread is at the first of them
  notes.push(note('urgent', p.with({ priority: 0 }).add(1, 1)));
  release(held);
  await Promise.all(notes);
  assert.deepEqual(order, ['hold', 'urgent', 'low']);
});

test('a_call_whose_number_a_dead_thread_took_is_run_in_its_turn', async () => {
  await using p = pool<Module>(url, { threads: 1 });
  const died = words();
  const end = assert.rejects(p.dies(died).then(), ThreadDiedError);
  await untilSet(died, 0);
  const order: number[] = [];
  const limited = p.with({ timeout: 60_000 });
  const calls = [1, 2, 3].map((i) => limited.add(i, 0).then((sum) => order.push(sum)));
  const handle: PoolHandle = p.share();
  const queue = SharedArrayQueue.attach((handle.jobs[0] as { queue: SharedArrayBuffer }).queue);
  assert.deepEqual([queue.length, typeof queue.pop()], [3, 'number']); // as the thread would that dies before it can claim the call
  release(died);
  await Promise.all([end, ...calls]);
  assert.deepEqual(order, [1, 2, 3]);
});

test('a_thread_that_dies_leaves_no_more_in_the_queue_than_waits_there', async () => {
  await using p = pool<Module>(url, { threads: 1, queue: 4 });
  for (let round = 0; round < 4; round += 1) {
    const [died, held] = [words(), words()];
    const end = assert.rejects(p.dies(died).then(), ThreadDiedError);
    await untilSet(died, 0);
    const calls = [p.hold(held), p.add(1, 1), p.add(1, 2)];
    release(died);
    await Promise.all([end, untilSet(held, 0)]);
    assert.equal(p.stats.queued, 2);
    const more = [p.try.add(1, 3), p.try.add(1, 4)];
    release(held);
    await Promise.all([...calls, ...more]);
  }
});

test('calls_that_are_dropped_make_room_for_others', async () => {
  await using p = pool<Module>(url, { threads: 1, queue: 2 });
  const latch = words();
  const held = p.hold(latch);
  await untilSet(latch, 0);
  for (let round = 0; round < 3; round += 1) {
    const calls = [p.try.add(1, 1), p.try.add(1, 2)];
    assert.equal(p.stats.queued, 2);
    assert.throws(() => p.try.add(1, 3), { name: 'PoolFullError' });
    for (const call of calls) call[Symbol.dispose]();
    assert.equal(p.stats.queued, 0);
  }
  const last = p.try.add(1, 4);
  release(latch);
  assert.equal(await last, 5);
  await held;
  await until(() => p.stats.queued === 0);
});

test('asynchronous_calls_are_left_to_other_threads_even_if_there_is_no_room_in_the_queue', async () => {
  await using p = pool<Module>(url, { threads: 2, queue: 1 });
  const limited = p.with({ timeout: 60_000 });
  for (let round = 0; round < 100; round += 1) {
    const calls = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? limited.asksTurns(i) : limited.add(i, 0)));
    assert.deepEqual(await Promise.all(calls), [...calls.keys()]);
  }
});

test('numbers_that_a_thread_could_not_put_back_are_not_lost_when_it_goes', async () => {
  await using p = pool<Module>(url, { threads: { min: 1, max: 3 }, idle: 5, queue: 2 });
  const limited = p.with({ timeout: 60_000 });
  for (let round = 0; round < 120; round += 1) {
    const width = 1 + (round % 3);
    const calls = Array.from({ length: 1 + (round % 6) }, (_, i) => limited.tree(i % 4, width));
    assert.deepEqual(
      await Promise.all(calls),
      calls.map((_, i) => width ** (i % 4)),
    );
    if (round % 5 === 0) await new Promise((resolve) => setTimeout(resolve, round % 30)); // some go for having nothing to do
  }
});

test('who_is_idle_takes_calls_that_wait_for_room_while_a_busy_thread_has_the_turn_to_queue_its_own', async () => {
  await using p = pool<Module>(url, { threads: 2, queue: 1 });
  const limited = p.with({ timeout: 60_000 });
  const [asks, held, nested] = [words(), words(), words()];
  const outer = limited.asksHold(asks, nested).then();
  const other = limited.hold(held).then();
  await Promise.all([untilSet(asks, 0), untilSet(held, 0)]);
  const fills = limited.add(1, 1).then(); // there is no room for the nested call, whose thread runs it itself
  release(asks);
  await untilSet(nested, 0);
  const calls = [2, 3, 4].map((n) => limited.add(n, 0).then());
  release(held);
  assert.deepEqual(await Promise.all([other, fills, ...calls]), [undefined, 2, 2, 3, 4]);
  release(nested);
  await outer;
});
