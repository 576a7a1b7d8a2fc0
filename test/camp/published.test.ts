import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn, PENDING, pollFn } from 'reveille';
import { Notify } from 'reveille/lock';
import { DATA, LOST, ROUNDS, SEEN } from './published.js';

// The checker runs plain accesses in order, and processors don't. A wake that did no more than look whether the task was woken already lost
// ten of a million such writes on x86: they waited in the processor's store buffer while the task was polled.

const words = (): Int32Array => new Int32Array(new SharedArrayBuffer(1024));
const worker = (data: object): Worker =>
  new Worker(new URL('./published.worker.js', import.meta.url), { workerData: data });

/** Looks, and tells what it saw; answers whether that was the last. */
function look(words: Int32Array): boolean {
  const seen = words[DATA] as number;
  if (Atomics.exchange(words, SEEN, seen) !== seen) Atomics.notify(words, SEEN);
  return seen === ROUNDS || Atomics.load(words, LOST) !== 0;
}

test('what_was_written_before_a_wake_is_seen_by_the_poll_after_it', () => {
  const shared = words();
  let isStarted = false;
  blockOn(
    pollFn((cx) => {
      if (!isStarted) worker({ words: shared, waker: cx.waker.share() });
      isStarted = true;
      return look(shared) ? undefined : PENDING;
    }),
  );
  assert.equal(shared[LOST], 0, 'the round whose write was not seen');
});

test('what_was_written_before_a_notification_is_seen_by_who_takes_it', () => {
  const shared = words();
  using notify = new Notify();
  worker({ words: shared, notify: notify.share() });
  while (!look(shared)) notify.notifiedBlocking();
  assert.equal(shared[LOST], 0, 'the round whose write was not seen');
});
