import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError, PENDING } from 'reveille';
import { type EndHandle, type Receiver, RecvError, type Sender, shared } from 'reveille/channel';
import { WORD } from '../queue/shared-memory.js';

/** Where, of the first seat of a channel, it stands that its thread is in the midst of a push. */
const PUSHING = 32 + 16 + 12;
/** Offsets in a segment of the list. */
const LAST = 1022;
const BETWEEN = 1023;

/** Does something with the memory of a channel, as a thread would that dies. */
function meddle(tx: Sender<number>, how: (queue: Int32Array, channel: Int32Array) => void): void {
  const handle: EndHandle = tx.share();
  how(new Int32Array(handle.queue, 0, 48), new Int32Array(handle.channel));
  shared.revoke(handle);
}

/** What a thread leaves that was terminated in the midst of a push: places that are claimed, and never filled. */
function leaveUnfinished(tx: Sender<number>, places = 1): void {
  meddle(tx, (queue) => Atomics.add(queue, WORD.tail, places));
}

const channels: readonly [string, () => [Sender<number>, Receiver<number>]][] = [
  ['array', () => shared.bounded(4, 'i32')],
  ['list', () => shared.unbounded('i32')],
];

for (const [name, make] of channels) {
  test(`a_push_of_a_thread_that_has_died_is_passed_over (I13): ${name}`, () => {
    const [tx, rx] = make();
    leaveUnfinished(tx, 2);
    tx.trySend(1);
    assert.equal(rx.tryRecv(), 1);
    assert.equal(rx.tryRecv(), PENDING);
    for (let round = 2; round < 10; round += 1) {
      assert.equal(tx.trySend(round), true);
      assert.equal(rx.tryRecv(), round, 'the places are used again');
    }
  });

  test(`a_batch_passes_over_it_too (I13): ${name}`, () => {
    const [tx, rx] = make();
    tx.trySend(1);
    leaveUnfinished(tx);
    tx.trySendMany([2, 3]);
    const into = new Int32Array(4);
    assert.equal(rx.tryRecvInto(into), 1, 'what is before it');
    assert.equal(rx.tryRecvInto(into), 2);
    assert.deepEqual([...into.subarray(0, 2)], [2, 3]);
  });

  test(`a_channel_is_drained_though_a_push_was_left_unfinished (I13): ${name}`, () => {
    const [tx, rx] = make();
    tx.trySend(1);
    leaveUnfinished(tx);
    tx[Symbol.dispose]();
    assert.equal(rx.tryRecv(), 1);
    assert.throws(() => rx.tryRecv(), RecvError);
  });

  test(`the_last_receiver_can_be_dropped_though_a_push_was_left_unfinished (I13): ${name}`, () => {
    const [tx, rx] = make();
    leaveUnfinished(tx);
    tx.trySend(1);
    rx[Symbol.dispose]();
    assert.equal(tx.isClosed, true);
    tx[Symbol.dispose]();
  });

  test(`a_push_of_a_thread_that_lives_is_not_passed_over (I13): ${name}`, () => {
    const [tx, rx] = make();
    leaveUnfinished(tx);
    meddle(tx, (_, channel) => Atomics.store(channel, PUSHING, 1)); // as if this very thread stopped there
    assert.throws(() => rx.tryRecv(), HandleError);
    meddle(tx, (_, channel) => Atomics.store(channel, PUSHING, 0));
    assert.equal(rx.tryRecv(), PENDING, 'nothing is broken for good');
  });
}

for (const [name, make] of channels) {
  test(`more_pushes_than_there_can_be_are_an_error_and_not_passed_over (I8): ${name}`, () => {
    const [tx, rx] = make();
    tx.trySend(1);
    meddle(tx, (queue) => Atomics.store(queue, WORD.tail, -19));
    assert.equal(rx.tryRecv(), 1);
    assert.throws(() => rx.tryRecv(), HandleError);
  });
}

test('threads_may_die_at_the_same_place_again_and_again (I13)', () => {
  const [tx, rx] = shared.bounded(2, 'i32');
  for (const first of [0, 1]) {
    tx.trySend(first);
    assert.equal(rx.tryRecv(), first);
  }
  for (let lap = 2; lap < 10; lap += 2) {
    assert.equal(tx.trySend(lap), true, 'the first place');
    assert.equal(rx.tryRecv(), lap);
    meddle(tx, (queue) => Atomics.store(queue, WORD.tail, lap + 2)); // the second place is claimed
    assert.equal(rx.tryRecv(), PENDING);
  }
});

test('who_waits_for_room_gets_what_a_dead_thread_had_claimed (I13)', async () => {
  const [tx, rx] = shared.bounded(2, 'i32');
  leaveUnfinished(tx, 2);
  const sent = tx.send(7);
  assert.equal(rx.tryRecv(), PENDING);
  await sent;
  assert.equal(rx.tryRecv(), 7);
});

test('a_thread_that_died_at_the_end_of_a_segment_is_passed_over_once_it_has_linked_the_next (I13)', () => {
  const [tx, rx] = shared.unbounded('i32');
  for (let i = 0; i <= LAST; i += 1) tx.trySend(i);
  for (let i = 0; i < LAST; i += 1) assert.equal(rx.tryRecv(), i);
  const handle = tx.share();
  const queue = new Int32Array(handle.queue);
  const last = (queue[WORD.headSegment] as number) + (LAST + 1) * 2;
  assert.equal(Atomics.exchange(queue, last, 0), LAST + 1, 'its stamp, which a dead thread would not have written');
  shared.revoke(handle);
  assert.equal(rx.tryRecv(), PENDING);
  assert.equal(tx.trySend(5), true);
  assert.equal(rx.tryRecv(), 5);
});

test('who_waits_is_told_of_a_queue_that_cannot_be_closed (I13)', async () => {
  const [tx, rx] = shared.unbounded('i32');
  const waiting = rx.recv().then(
    () => assert.fail('there is nothing'),
    (error: unknown) => error,
  );
  meddle(tx, (queue) => Atomics.store(queue, WORD.tail, BETWEEN)); // a thread was ended as it went over to the next segment
  tx[Symbol.dispose]();
  assert.ok((await waiting) instanceof Error);
  rx[Symbol.dispose]();
});
