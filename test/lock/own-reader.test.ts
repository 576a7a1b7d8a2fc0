import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { RwLock } from 'reveille/lock';
import { blockUntilSet, words } from '../threads/words.js';
import type { Given } from './own-reader.worker.js';

test('a_writer_that_waits_for_its_own_thread_to_read_no_more_is_called_though_another_one_has_tried_meanwhile', async (t) => {
  using lock = new RwLock();
  const workerData: Given = { lock: lock.share(), latch: words() };
  const worker = new Worker(new URL('./own-reader.worker.js', import.meta.url), { workerData });
  t.after(() => worker.terminate());
  const told = Promise.race([once(worker, 'message'), once(worker, 'exit')]);
  const { latch } = workerData;
  blockUntilSet(latch, 0);
  assert.equal(lock.tryRead(), undefined); // and calls, as a reader that goes does, who waits for that
  Atomics.store(latch, 1, 1);
  assert.deepEqual(await told, ['written']);
  using guard = lock.tryWrite();
  assert.ok(guard !== undefined);
});
