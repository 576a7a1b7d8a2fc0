import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, TimeoutError } from 'reveille';
import { offload, pool } from 'reveille/threads';
import { moduleOf } from './folder.js';
import { blockUntilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

type Module = { id(): number; spin(): void };

/** `spin` never looks up; `id` says which thread it is. */
const MODULE = moduleOf(`
  import { threadId } from 'node:worker_threads';
  export const id = () => threadId;
  export const spin = () => { for (;;); };`);

test('a_call_that_does_not_heed_its_cancelling_is_ended_while_its_caller_blocks', () => {
  using api = offload<Module>(MODULE, { grace: 10 });
  const first = blockOn(api.id(), { timeout: 60_000 });
  assert.throws(() => blockOn(api.with({ timeout: 10 }).spin()), TimeoutError);
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
