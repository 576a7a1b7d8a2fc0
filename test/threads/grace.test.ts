import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, TimeoutError } from 'reveille';
import { offload, pool } from 'reveille/threads';
import { moduleOf } from './folder.js';
import { blockUntilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

type Module = { id(): number; spin(latch?: Int32Array): void };

/** `spin` says by a word that it has begun, and never looks up; `id` says which thread it is. */
const MODULE = moduleOf(`
  import { threadId } from 'node:worker_threads';
  export const id = () => threadId;
  export const spin = (latch = new Int32Array(1)) => { Atomics.store(latch, 0, 1); for (;;); };`);

test('a_call_that_does_not_heed_its_cancelling_is_ended_while_its_caller_blocks', () => {
  using api = offload<Module>(MODULE, { grace: 10 });
  const first = blockOn(api.id(), { timeout: 60_000 });
  const latch = words();
  const call = api.with({ timeout: 10 }).spin(latch); // from when it is awaited
  while (Atomics.load(latch, 0) === 0);
  assert.throws(() => blockOn(call), TimeoutError);
  assert.notEqual(blockOn(api.id(), { timeout: 60_000 }), first);
});

test('a_call_that_is_cancelled_before_anybody_watches_its_thread_is_ended_too', () => {
  using api = offload<Module>(MODULE, { grace: 0 });
  api.spin()[Symbol.dispose](); // whether or not it has begun
  assert.throws(() => blockOn(api.with({ timeout: 0 }).spin()), TimeoutError);
  assert.ok(blockOn(api.id(), { timeout: 60_000 }) > 0);
});

test('a_call_that_does_not_heed_its_cancelling_is_ended_with_its_thread_after_a_while', () => {
  using p = pool<Task>(url, { threads: 1, grace: 20 });
  const thread = blockOn(p.where());
  const latch = words();
  const call = p.stuck(latch);
  blockUntilSet(latch, 0);
  call[Symbol.dispose]();
  assert.notEqual(blockOn(p.where()), thread);
});

test('one_that_heeds_it_keeps_its_thread', () => {
  using p = pool<Task>(url, { threads: 1, grace: 60_000 });
  const thread = blockOn(p.where());
  const latch = words();
  const call = p.spin(latch);
  blockUntilSet(latch, 0);
  call[Symbol.dispose]();
  assert.equal(blockOn(p.where()), thread);
});

test('close_now_ends_threads_that_heed_nothing', () => {
  const p = pool<Task>(url, { threads: 1 });
  const latch = words();
  const call = p.stuck(latch);
  blockUntilSet(latch, 0);
  blockOn(p.close({ now: true, grace: 10 }));
  assert.throws(() => blockOn(call), /closed/);
});

/** Each says by a word that it runs. */
const LASTING = moduleOf(`
  const begin = (latch) => { Atomics.store(latch, 0, 1); Atomics.notify(latch, 0); };
  export const never = (latch) => { begin(latch); return new Promise(() => {}); };
  export const spin = (latch) => { begin(latch); for (;;); };
  export const until = async (latch, word) => { begin(latch); await Atomics.waitAsync(word, 0, 0).value; return 'done'; };`);
type Lasting = Record<'never' | 'spin', (latch: Int32Array) => void> & {
  until(latch: Int32Array, word: Int32Array): string;
};

for (const name of ['never', 'spin'] as const) {
  test(`close_waits_for_no_cancelled_call_that_heeds_nothing: ${name}`, async () => {
    for (const isFirst of [true, false]) {
      const p = pool<Lasting>(LASTING, { threads: 1 });
      const latch = words();
      const call = p[name](latch);
      blockUntilSet(latch, 0);
      if (isFirst) call[Symbol.dispose]();
      const closed = p.close({ grace: 5 });
      call[Symbol.dispose](); // twice does nothing
      blockOn(closed);
      assert.equal(p.stats.threads, 0);
    }
  });
}

test('close_spares_what_runs_beside_a_cancelled_call', async () => {
  const api = offload<Lasting>(LASTING);
  const [one, other, word] = [words(), words(), words()];
  const never = api.never(one);
  const until = api.until(other, word);
  blockUntilSet(one, 0);
  blockUntilSet(other, 0);
  never[Symbol.dispose]();
  const closed = api.close({ grace: 0 });
  assert.throws(() => blockOn(closed, { timeout: 50 }), TimeoutError);
  Atomics.store(word, 0, 1);
  Atomics.notify(word, 0);
  assert.equal(await until, 'done');
  await closed;
});

test('the_pool_s_own_grace_is_that_of_its_closing', async () => {
  const p = pool<Lasting>(LASTING, { threads: 1, grace: 5 });
  const latch = words();
  const call = p.spin(latch);
  blockUntilSet(latch, 0);
  call[Symbol.dispose]();
  await p.close({ grace: 2 ** 40 });
});
