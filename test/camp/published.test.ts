import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn, PENDING, pollFn } from 'reveille';
import { shared } from 'reveille/channel';
import { Notify } from 'reveille/lock';
import { SharedSegQueue } from 'reveille/queue';
import { DATA, LOST, OVER, SEEN } from './published.js';

// The checker runs plain accesses in order, and processors don't. A wake that did no more than look whether the task was woken already lost
// ten of a million such writes on x86: they waited in the processor's store buffer while the task was polled.

function starting(means: object): Int32Array {
  const words = new Int32Array(new SharedArrayBuffer(1024));
  new Worker(new URL('./published.worker.js', import.meta.url), { workerData: { words, ...means } });
  return words;
}

/** Looks, and tells what it saw; answers whether that was the last. */
function look(words: Int32Array): boolean {
  const seen = words[DATA] as number;
  if (Atomics.exchange(words, SEEN, seen) !== seen) Atomics.notify(words, SEEN);
  return Atomics.load(words, OVER) !== 0;
}

function assertSeen(words: Int32Array): void {
  assert.equal(words[LOST], 0, 'the round whose write was not seen');
  assert.ok((words[SEEN] as number) > 0);
}

test('what_was_written_before_a_wake_is_seen_by_the_poll_after_it', () => {
  let words: Int32Array | undefined;
  blockOn(
    pollFn((cx) => {
      words ??= starting({ waker: cx.waker.share() });
      return look(words) ? undefined : PENDING;
    }),
  );
  assertSeen(words as unknown as Int32Array);
});

test('what_was_written_before_a_notification_is_seen_by_who_takes_it', () => {
  using notify = new Notify();
  const words = starting({ notify: notify.share() });
  while (!look(words)) notify.notifiedBlocking();
  assertSeen(words);
});

test('what_was_written_before_a_channel_was_found_full_is_seen_by_who_receives', () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  const words = starting({ sender: tx.share() });
  while (!look(words)) rx.recvBlocking();
  assertSeen(words);
});

test('what_was_written_before_a_queue_was_found_full_is_seen_by_who_pops', () => {
  const queue = new SharedSegQueue({ capacity: 1 });
  const words = starting({ queue: queue.share() });
  while (!look(words)) while (queue.pop() === undefined);
  assertSeen(words);
});
