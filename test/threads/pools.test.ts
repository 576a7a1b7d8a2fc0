import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, ReveilleError, TimeoutError } from 'reveille';
import { type Call, offload, PoolFullError, pool, scope } from 'reveille/threads';
import { blockUntilSet, until, untilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

test('calls_are_spread_over_threads', async () => {
  await using p = pool<Task>(url, { threads: 2 });
  const latch = words();
  const calls = [p.hold(latch), p.hold(latch)];
  await until(() => Atomics.load(latch, 0) === 2); // both run at the same time
  Atomics.store(latch, 2, 1);
  Atomics.notify(latch, 2);
  await Promise.all(calls);
  assert.equal(p.stats.done, 2);
});

test('ten_thousand_calls_at_once_are_answered_each_by_its_own', async () => {
  await using p = pool<Task>(url, { threads: 2 });
  const sums = await Promise.all(Array.from({ length: 10_000 }, (_, i) => p.add(i, 1)));
  assert.deepEqual(
    sums,
    Array.from({ length: 10_000 }, (_, i) => i + 1),
  );
  assert.equal(p.stats.queued, 0);
});

test('calls_wait_for_room_in_the_queue_in_their_order', async () => {
  await using p = pool<Task>(url, { threads: 1, queue: 2 });
  const sums = await Promise.all(Array.from({ length: 100 }, (_, i) => p.add(i, 1)));
  assert.deepEqual(
    sums,
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  assert.ok(p.stats.waits > 0);
  const blocked = Array.from({ length: 100 }, (_, i) => p.add(i, 2));
  assert.deepEqual(
    blocked.map((call) => blockOn(call)),
    Array.from({ length: 100 }, (_, i) => i + 2),
  );
});

test('try_says_at_once_that_the_queue_is_full', async () => {
  await using p = pool<Task>(url, { threads: 1, queue: 2 });
  const latch = words();
  const held = p.hold(latch);
  await untilSet(latch, 0);
  const waiting = [p.try.add(1, 1), p.try.add(2, 2)];
  assert.throws(() => p.try.add(3, 3), PoolFullError);
  Atomics.store(latch, 2, 1);
  Atomics.notify(latch, 2);
  assert.deepEqual(await Promise.all([held, ...waiting]), [undefined, 2, 4]);
  assert.equal(await p.try.add(3, 3), 6);
});

test('urgent_calls_come_first', async () => {
  await using p = pool<Task>(url, { threads: 1, priorities: 3 });
  const latch = words();
  const held = p.hold(latch);
  await untilSet(latch, 0);
  const order: string[] = [];
  const note = (name: string, call: Call<number>): Promise<unknown> => call.then(() => order.push(name));
  const notes = [
    note('low', p.with({ priority: 2 }).add(1, 1)),
    note('middle', p.add(1, 1)),
    note('high', p.with({ priority: 0 }).add(1, 1)),
  ];
  Atomics.store(latch, 2, 1);
  Atomics.notify(latch, 2);
  await Promise.all([held, ...notes]);
  assert.deepEqual(order, ['high', 'middle', 'low']);
});

test('threads_come_as_they_are_needed_and_go_when_idle', async () => {
  await using p = pool<Task>(url, { threads: { min: 0, max: 2 }, idle: 20 });
  assert.equal(p.stats.threads, 0);
  const latch = words();
  const calls = [p.hold(latch), p.hold(latch), p.add(1, 1)];
  await until(() => Atomics.load(latch, 0) === 2);
  assert.equal(p.stats.threads, 2);
  Atomics.store(latch, 2, 1);
  Atomics.notify(latch, 2);
  await Promise.all(calls);
  await until(() => p.stats.threads === 0);
  assert.equal(await p.add(1, 1), 2);
});

test('one_call_after_the_other_needs_one_thread_and_two_at_once_need_two', async () => {
  await using p = pool<Task>(url, { threads: { min: 0, max: 4 } });
  for (let n = 0; n < 300; n += 1) assert.equal(blockOn(p.add(n, 1)), n + 1);
  for (let n = 0; n < 300; n += 1) assert.equal(await p.add(n, 1), n + 1);
  assert.equal(p.stats.threads, 1);
  const latch = words();
  const calls = [p.hold(latch), p.hold(latch)];
  await until(() => Atomics.load(latch, 0) === 2); // both run at the same time
  assert.equal(p.stats.threads, 2);
  Atomics.store(latch, 2, 1);
  Atomics.notify(latch, 2);
  await Promise.all(calls);
});

test('a_worker_that_blocks_on_its_own_pool_helps', () => {
  using p = pool<Task>(url, { threads: 2 });
  assert.equal(blockOn(p.fibonacci(9)), 34);
  assert.equal(p.stats.blocked, 0);
});

test('a_worker_may_block_on_functions_of_its_pool_that_need_an_event_loop', () => {
  using p = pool<Task>(url, { threads: 1 });
  assert.equal(blockOn(p.viaLater(5)), 5);
  const calls = [1, 2, 3].map((n) => p.viaLater(n));
  assert.deepEqual(
    calls.map((call) => blockOn(call)),
    [1, 2, 3],
  );
});

test('other_threads_call_a_pool_by_its_handle', () => {
  using p = pool<Task>(url, { threads: 1 });
  using other = offload<Task>(url);
  assert.equal(blockOn(other.callElsewhere(p.share(), 1, 2)), 3);
  assert.equal(blockOn(other.callElsewhere(p.share(), 3, 4)), 7);
  assert.throws(() => pool.attach({} as never), TypeError);
  assert.throws(() => pool.current(), ReveilleError);
});

test('the_calls_of_a_thread_that_dies_are_cancelled', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  using other = offload<Task>(url);
  const latch = words();
  await assert.rejects(async () => await other.dieCalling(p.share(), latch), /process\.exit\(0\)/);
  assert.equal(latch[0], 1);
  await untilSet(latch, 1);
  assert.equal(await p.add(1, 1), 2);
});

test('abort_leaves_other_calls_and_the_thread_alone', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  const thread = await p.where();
  const latch = words();
  const call = p.spin(latch);
  const next = p.where();
  await untilSet(latch, 0);
  call[Symbol.dispose]();
  assert.equal(await next, thread);
});

test('maps_bound_what_is_under_way', async () => {
  await using p = pool<Task>(url, { threads: 2 });
  const got: unknown[] = [];
  for await (const value of p.map('later', [1, 2, 3, 4, 5])) got.push(value);
  assert.deepEqual(got, [1, 2, 3, 4, 5]);
  const some: unknown[] = [];
  for await (const value of p.map('later', [1, 2, 3, 4, 5], { ordered: false })) some.push(value);
  assert.deepEqual(some.sort(), [1, 2, 3, 4, 5]);
  await assert.rejects(async () => {
    for await (const _ of p.map('fail', ['first', 'second']));
  }, /first|second/);
});

test('maps_make_their_calls_as_they_are_told', async () => {
  await using p = pool<Task>(url, { threads: 1 });
  const stop = new AbortController();
  const latch = words();
  const stopped = assert.rejects(async () => {
    for await (const _ of p.map('linger', [latch], { signal: stop.signal }));
  }, /enough/);
  await untilSet(latch, 0);
  stop.abort(new Error('enough'));
  await stopped;
  const other = words();
  await assert.rejects(async () => {
    for await (const _ of p.map('linger', [other], { timeout: 10 }));
  }, TimeoutError);
});

test('scopes_wait_for_the_functions_that_they_cancel', () => {
  using p = pool<Task>(url, { threads: 2 });
  const latch = words();
  const failing = scope(function* (s) {
    s.spawn(p.spin(latch));
    blockUntilSet(latch, 0);
    yield* p.fail('first');
  });
  assert.throws(() => blockOn(failing), /first/);
  assert.equal(latch[1], 1);
});

test('threads_are_set_up_before_calls_and_torn_down_after_them', async () => {
  const latch = words();
  const p = pool<Task>(url, { threads: 2, setUp: 'begin', tearDown: 'end', data: { words: latch } });
  await p.warmUp();
  assert.deepEqual(Object.keys((await p.setUpWith()) as object), ['words']);
  await p.close();
  assert.equal(latch[0], 2);
});

test('what_a_set_up_fails_with_every_call_fails_with', async () => {
  await using p = pool<Task>(url, { threads: 1, setUp: 'fail', data: 'not today' });
  await assert.rejects(async () => await p.add(1, 1), { name: 'ModuleError', message: /not today/ });
});

test('bad_options_of_a_pool_are_named', () => {
  assert.throws(() => pool(url, { threads: 0 }), RangeError);
  assert.throws(() => pool(url, { threads: { min: 3, max: 2 } }), RangeError);
  assert.throws(() => pool(url, { idle: -1 }), RangeError);
  assert.throws(() => pool(url, { concurrency: 1.5 }), RangeError);
  using p = pool<Task>(url, { threads: { max: 1 } });
  assert.throws(() => p.warmUp(2), RangeError);
});
