import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn, END, PENDING } from 'reveille';
import { shared } from 'reveille/channel';
import { dropAll, makeHandles } from './handles.js';
import { refuseAll } from './refuse-all.js';

test('a_malformed_handle_of_any_kind_is_refused_by_a_thread_that_has_what_it_names (I8, I17)', (t) => {
  const handles = makeHandles();
  const refused = refuseAll(handles);
  t.diagnostic(`${refused} handles`);
  assert.ok(refused > 1000);
  dropAll();
});

test('a_malformed_handle_of_any_kind_is_refused_by_a_thread_that_has_nothing_and_changes_nothing (I8, I17)', async (t) => {
  const worker = new Worker(new URL('./handles.worker.js', import.meta.url), { workerData: makeHandles() });
  const [refused] = await once(worker, 'message');
  t.diagnostic(`${refused} handles`);
  assert.ok(refused > 1000);
  await worker.terminate();
  dropAll();
});

test('a_refused_handle_of_an_end_counts_for_no_end (I17)', () => {
  const [tx, rx] = shared.bounded(2, 'i32');
  const handle = tx.share();
  assert.throws(() => shared.attachSender({ ...handle, queue: new SharedArrayBuffer(64) }, 'i32'), {
    name: 'HandleError',
    message: /^buffer: this memory does not hold a SharedArrayQueue/,
  });
  tx[Symbol.dispose]();
  assert.equal(rx.tryRecv(), PENDING, 'the handle is still on its way');
  shared.attachSender(handle, 'i32')[Symbol.dispose]();
  assert.equal(blockOn(rx.next()), END);
});
