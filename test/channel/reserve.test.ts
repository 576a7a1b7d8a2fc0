import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, DeadlockError, Executor, PENDING, TimeoutError } from 'reveille';
import { bounded, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { bytes, json } from 'reveille/codec';
import type { Frame } from 'reveille/queue';

const make = (capacity = 4, size = 1000) => shared.bounded(capacity, bytes(), { bytes: size });
const taken = (frame: Frame | undefined): Frame => frame ?? assert.fail('no frame');

function fill(tx: Sender<Uint8Array>): void {
  while (tx.trySend(Uint8Array.of(9)));
}

test('a_frame_is_reserved_in_three_grades', () => {
  const [tx, rx] = make();
  const frames = [tx.tryReserve(8), blockOn(tx.reserve(8)), tx.reserveBlocking(8)].map(taken);
  assert.equal(rx.tryRecv(), PENDING);
  for (const [n, frame] of frames.entries()) {
    frame.bytes.fill(n);
    frame.commit(n);
  }
  assert.deepEqual(rx.tryRecvMany(9), [Uint8Array.of(), Uint8Array.of(1), Uint8Array.of(2, 2)]);
});

test('a_full_channel_refuses_a_frame_or_lets_it_wait_for_room', () => {
  const [tx, rx] = make(2);
  fill(tx);
  assert.equal(tx.tryReserve(1), undefined);
  const executor = new Executor();
  const reserving = executor.spawn(tx.reserve(3));
  executor.runUntilStalled();
  assert.equal(reserving.isFinished, false);
  rx.tryRecv();
  const frame = executor.runUntil(reserving);
  frame.commit();
  assert.equal(rx.length, 2);
});

test('waiting_for_room_ends_at_a_time_limit_and_reserves_nothing', () => {
  const [tx, rx] = make(1);
  fill(tx);
  assert.throws(() => tx.reserveBlocking(1, { timeout: 1 }), TimeoutError);
  const executor = new Executor();
  const reserving = executor.spawn(tx.reserve(1));
  executor.runUntilStalled();
  reserving.abort();
  executor.runUntilStalled();
  rx.tryRecv();
  assert.deepEqual([rx.length, tx.trySend(Uint8Array.of(1))], [0, true]);
});

test('a_receiver_that_waits_is_woken_when_the_frame_is_committed', () => {
  const [tx, rx] = make();
  const executor = new Executor();
  const receiving = [executor.spawn(rx.recv()), executor.spawn(rx.recv())];
  const frame = taken(tx.tryReserve(1));
  tx.trySend(Uint8Array.of(2));
  executor.runUntilStalled();
  assert.deepEqual(
    receiving.map((one) => one.isFinished),
    [false, false],
    'what is behind the frame waits, too',
  );
  frame.bytes[0] = 1;
  frame.commit();
  assert.deepEqual(
    receiving.map((one) => executor.runUntil(one)),
    [Uint8Array.of(1), Uint8Array.of(2)],
  );
});

test('a_receiver_that_stopped_at_a_frame_is_woken_when_it_is_dropped', () => {
  const [tx, rx] = make();
  const executor = new Executor();
  const frame = taken(tx.tryReserve(1));
  tx.trySend(Uint8Array.of(2));
  const receiving = executor.spawn(rx.recv());
  executor.runUntilStalled();
  assert.equal(receiving.isFinished, false);
  frame.drop();
  assert.deepEqual(executor.runUntil(receiving), Uint8Array.of(2));
});

test('a_sender_that_waits_is_woken_by_the_room_of_a_dropped_frame', () => {
  const [tx, rx] = make(1);
  const frame = taken(tx.tryReserve(1));
  const executor = new Executor();
  const sending = executor.spawn(tx.send(Uint8Array.of(7)));
  executor.runUntilStalled();
  assert.equal(sending.isFinished, false);
  frame[Symbol.dispose]();
  executor.runUntil(sending);
  assert.deepEqual(rx.tryRecv(), Uint8Array.of(7));
});

test('a_frame_reserved_before_the_channel_closed_is_waited_for', () => {
  const [tx, rx] = make();
  const executor = new Executor();
  const frame = taken(tx.tryReserve(1));
  tx.close();
  assert.throws(() => tx.tryReserve(1), SendError);
  assert.throws(() => blockOn(tx.reserve(1)), SendError);
  assert.throws(() => tx.reserveBlocking(1), SendError);
  assert.equal(rx.tryRecv(), PENDING);
  assert.equal(rx.tryRecvInto([undefined as never]), 0);
  const receiving = [executor.spawn(rx.recv()), executor.spawn(rx.next())];
  executor.runUntilStalled();
  frame.bytes[0] = 1;
  frame.commit();
  executor.runUntilStalled();
  assert.deepEqual(executor.runUntil(receiving[0] as never), Uint8Array.of(1));
  assert.ok(receiving[1]?.isFinished, 'the next one learns that there will be no more');
  assert.throws(() => rx.tryRecv(), RecvError);
});

test('the_last_sender_may_go_before_its_frame', () => {
  const [tx, rx] = make();
  const frames = [taken(tx.tryReserve(1)), taken(tx.tryReserve(1))];
  tx[Symbol.dispose]();
  const executor = new Executor();
  const receiving = executor.spawn(rx.recv());
  executor.runUntilStalled();
  frames[1]?.drop();
  executor.runUntilStalled();
  assert.equal(receiving.isFinished, false);
  frames[0]?.drop();
  assert.throws(() => executor.runUntil(receiving), RecvError);
});

test('the_last_receiver_may_go_before_the_frame', () => {
  const [tx, rx] = make();
  const frame = taken(tx.tryReserve(1));
  rx[Symbol.dispose]();
  assert.throws(() => tx.trySend(Uint8Array.of(1)), SendError);
  frame.commit();
});

test('a_channel_without_frames_of_bytes_cannot_reserve', () => {
  const [text] = shared.bounded(4, json<Uint8Array>());
  const [own] = bounded<Uint8Array>(4);
  const [meeting] = shared.bounded(0, bytes());
  for (const tx of [text, own, meeting]) {
    for (const verb of ['tryReserve', 'reserve', 'reserveBlocking'] as const) {
      assert.throws(() => tx[verb](1), { name: 'TypeError', message: new RegExp(`^${verb}: expected a channel`) });
    }
  }
  const [tx] = make();
  for (const wrong of [-1, 0.5, 485, Number.NaN]) {
    assert.throws(() => tx.reserve(wrong), { name: 'RangeError', message: /^length: / });
  }
  assert.throws(() => tx.tryReserve('1' as never), { name: 'TypeError', message: /^length: / });
  assert.equal(tx.length, 0);
  tx[Symbol.dispose]();
  assert.throws(() => tx.tryReserve(1), { name: 'PollError' });
});

test('bytes_that_were_received_are_nobody_elses', () => {
  const [tx, rx] = make(64, 2 ** 20);
  const all: Uint8Array[] = [];
  for (let n = 0; n < 300; n += 1) {
    tx.trySend(new Uint8Array(n * 20).fill(n));
    all.push(rx.tryRecv() as Uint8Array);
  }
  for (const [n, value] of all.entries()) assert.deepEqual(value, new Uint8Array(n * 20).fill(n));
});

test('waiting_for_a_frame_of_ones_own_is_a_deadlock_with_senders_and_without', () => {
  const [tx, rx] = shared.bounded(4, bytes());
  const frame = tx.tryReserve(3);
  assert.throws(() => rx.recvBlocking(), DeadlockError);
  tx[Symbol.dispose]();
  assert.throws(() => rx.recvBlocking(), DeadlockError);
  frame?.commit();
  assert.equal(rx.recvBlocking().length, 3);
});
