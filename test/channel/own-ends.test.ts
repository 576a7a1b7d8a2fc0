/** A thread with all ends of the other kind waits on its event loop: others that wait for the same may yet call it in their turn. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { shared } from 'reveille/channel';
import { blockUntilSet } from '../threads/words.js';
import type { Given } from './own-ends.worker.js';
import { polled } from './polled.js';

function start(given: Given): Worker {
  return new Worker(new URL('./own-ends.worker.js', import.meta.url), { workerData: given });
}

const newLatch = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

test('a_value_that_was_for_a_receive_which_is_dropped_goes_to_the_thread_that_has_all_senders', async (t) => {
  const [tx, rx] = shared.bounded(4, 'i32');
  const latch = newLatch();
  const first = polled(rx.recv()).waits(); // has waited longest
  const worker = start({ tx: tx.share(), rx: rx.share(), waits: 'to receive', latch });
  t.after(() => worker.terminate());
  tx[Symbol.dispose]();
  blockUntilSet(latch, 0); // the value was sent, and this thread called, which does not hear of it
  first[Symbol.dispose]();
  assert.deepEqual(await once(worker, 'message'), [1]);
  rx.close();
  assert.deepEqual(await once(worker, 'message'), ['end']);
});

test('room_that_was_for_a_send_which_is_dropped_goes_to_the_thread_that_has_all_receivers', async (t) => {
  const [tx, rx] = shared.bounded(1, 'i32');
  const latch = newLatch();
  tx.trySend(0);
  const first = polled(tx.send(1)).waits();
  const worker = start({ tx: tx.share(), rx: rx.share(), waits: 'to send', latch });
  t.after(() => worker.terminate());
  rx[Symbol.dispose]();
  blockUntilSet(latch, 0);
  first[Symbol.dispose]();
  assert.deepEqual(await once(worker, 'message'), ['sent']);
});

test('that_another_thread_has_closed_a_channel_is_heard_by_who_waits_with_all_ends_of_the_other_kind', async (t) => {
  const [tx, rx] = shared.bounded(1, 'i32');
  tx.trySend(0);
  const latch = newLatch();
  const first = polled(tx.send(1)).waits();
  const worker = start({ tx: tx.share(), rx: rx.share(), waits: 'to send', latch });
  t.after(() => worker.terminate());
  rx[Symbol.dispose]();
  blockUntilSet(latch, 0);
  tx.close();
  const [told] = await once(worker, 'message');
  assert.match(String(told), /SendError|sent/); // the room was there, perhaps, before it was closed
  assert.throws(() => first.poll(), /closed/);
});
