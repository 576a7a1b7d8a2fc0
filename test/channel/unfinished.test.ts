import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import { WORD } from '../queue/shared-memory.js';

/** What a thread leaves that was terminated in the midst of a push: a place that is claimed, and never filled. */
function leaveUnfinished(tx: Sender<number>): void {
  const handle: EndHandle = tx.share();
  Atomics.add(new Int32Array(handle.queue, 0, 48), WORD.tail, 1);
  shared.revoke(handle);
}

const channels: readonly [string, () => [Sender<number>, Receiver<number>]][] = [
  ['array', () => shared.bounded(4, 'i32')],
  ['list', () => shared.unbounded('i32')],
];

for (const [name, make] of channels) {
  test(`the_last_receiver_can_be_dropped_though_a_push_was_left_unfinished (I13): ${name}`, () => {
    const [tx, rx] = make();
    leaveUnfinished(tx);
    tx.trySend(1);
    assert.throws(() => rx.tryRecv(), HandleError, 'who receives is told');
    rx[Symbol.dispose]();
    assert.equal(tx.isClosed, true);
    tx[Symbol.dispose]();
  });
}

test('who_waits_is_told_of_a_queue_that_cannot_be_closed (I13)', async () => {
  const [tx, rx] = shared.unbounded('i32');
  const between = 1023; // a thread was ended as it went over to the next segment
  const handle = tx.share();
  const waiting = rx.recv().then(
    () => assert.fail('there is nothing'),
    (error: unknown) => error,
  );
  const words = new Int32Array(handle.queue, 0, 48);
  Atomics.store(words, WORD.tail, between);
  shared.revoke(handle);
  tx[Symbol.dispose]();
  assert.ok((await waiting) instanceof Error);
  rx[Symbol.dispose]();
});
