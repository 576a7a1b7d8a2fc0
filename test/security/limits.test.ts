import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn } from 'reveille';
import { shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { Mutex } from 'reveille/lock';
import { SharedSegQueue } from 'reveille/queue';
import { PayloadError, PoolFullError, pool } from 'reveille/threads';
import { untilSet, words } from '../threads/words.js';

type Task = typeof import('../threads/task.worker.js');
const url = new URL('../threads/task.worker.js', import.meta.url);

/** Another thread that attaches a handle, by an expression: what it is told. It stays until the test is over. */
async function elsewhere(t: TestContext, handle: unknown, attach: string): Promise<string> {
  const code = `const { parentPort, workerData: handle } = require('node:worker_threads');
    Promise.all(['channel', 'lock', 'threads'].map((name) => import('reveille/' + name))).then(
      ([{ shared }, { Mutex }, { pool }]) => { globalThis.kept = ${attach}; parentPort.postMessage('attached'); }
    ).catch((error) => parentPort.postMessage(String(error)));
    parentPort.on('message', () => {});`;
  const worker = new Worker(code, { eval: true, workerData: handle });
  t.after(() => worker.terminate());
  const [told] = await once(worker, 'message');
  return told;
}

const FULL = /^RangeError: attach: \d+ threads use it already, as many as it has places for/;

test('a_channel_has_places_for_so_many_threads_and_one_more_is_told (I9)', async (t) => {
  const [tx, rx] = shared.bounded(4, 'i32', { threads: 1 });
  assert.match(await elsewhere(t, tx.share(), `shared.attachSender(handle, 'i32')`), FULL);
  assert.equal(tx.trySend(1), true);
  assert.equal(rx.tryRecv(), 1);
});

test('a_lock_has_places_for_so_many_threads_and_one_more_is_told (I9)', async (t) => {
  using mutex = new Mutex({ threads: 1 });
  using guard = mutex.lockBlocking();
  assert.match(await elsewhere(t, mutex.share(), 'Mutex.attach(handle)'), FULL);
  assert.equal(guard.bytes.length, 0);
});

test('a_pool_has_places_for_so_many_callers_and_one_more_is_told (I9)', async (t) => {
  await using p = pool<Task>(url, { threads: 1, callers: 1 });
  const places = 5; // a caller, the owner, its watcher, the thread, and one that would take its place
  const answers: string[] = [];
  while (answers.length < places && !FULL.test(answers.at(-1) ?? '')) {
    answers.push(await elsewhere(t, p.share(), 'pool.attach(handle)'));
  }
  assert.match(answers.at(-1)!, FULL);
  assert.equal(answers[0], 'attached');
  assert.equal(await p.add(1, 2), 3);
});

test('an_unbounded_channel_or_queue_is_full_at_its_limit (I9)', () => {
  const [tx, rx] = shared.unbounded('i32', { limit: 1000 });
  assert.ok(sent(() => tx.trySend(1)) <= 2 * 1023);
  assert.equal(rx.tryRecv(), 1);
  const queue = new SharedSegQueue({ capacity: 1000 });
  assert.ok(sent(() => queue.push(1)) <= 1000);
});

test('a_channel_of_bytes_takes_no_more_bytes_than_it_has_and_no_longer_value (I9)', () => {
  const [tx] = shared.bounded(1_000_000, bytes(), { bytes: 65_536 });
  assert.ok(sent(() => tx.trySend(new Uint8Array(1000))) <= 66);
  assert.throws(() => tx.trySend(new Uint8Array(65_536)), { name: 'RangeError' });
});

/** How often something went in, before it did not. */
function sent(send: () => boolean): number {
  for (let count = 0; count < 1_000_000; count += 1) if (!send()) return count;
  assert.fail('it takes all there is');
}

test('a_call_that_finds_its_queue_full_may_refuse_to_wait (I9)', async () => {
  using p = pool<Task>(url, { threads: 1, queue: 2 });
  const latch = words();
  void p.stuck(latch).then(null, () => {});
  await untilSet(latch, 0);
  const calls = [p.add(1, 1), p.add(1, 1)];
  assert.throws(() => p.try.add(1, 1), PoolFullError);
  for (const call of calls) call[Symbol.dispose]();
});

test('so_many_calls_are_under_way_and_one_more_is_told (I9)', () => {
  using p = pool<Task>(url, { threads: 1, queue: 1 });
  const latch = words();
  const calls: Disposable[] = [p.stuck(latch)];
  const most = 262_144;
  assert.throws(
    () => {
      while (calls.length <= most) calls.push(p.add(1, 1));
    },
    { name: 'RangeError', message: `call: ${most} calls are under way, the most there can be` },
  );
  for (const call of calls) call[Symbol.dispose]();
  assert.equal(calls.length, most);
});

test('arguments_and_answers_take_no_more_memory_than_was_stated (I9)', () => {
  using p = pool<Task>(url, { threads: 1, memory: 2 ** 16 });
  assert.ok(p.share().arena.maxByteLength <= 2 ** 16 + 2 * 4096);
  assert.throws(() => p.echo('x'.repeat(2 ** 17)), PayloadError);
  assert.equal(blockOn(p.add(1, 2)), 3);
});
