import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { PENDING } from 'reveille';
import { type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { json } from 'reveille/codec';
import { Peer, range, seatsTaken, untilWaiting } from './peer.js';
import type { End } from './peer.worker.js';

const CAPACITIES = [0, 1, 64];

/** How a thread may die with an end in its hands. */
const DEATHS: readonly End[] = ['exit', 'throw', 'wait', 'block'];

/** Lets it die, which those that only wait must be helped to. */
async function die(peer: Peer, end: End): Promise<void> {
  if (end === 'wait' || end === 'block') await peer.worker.terminate();
  await peer.exited;
}

async function receiveAll(rx: Receiver<number>): Promise<number[]> {
  const values: number[] = [];
  for await (const value of rx) values.push(value);
  return values;
}

for (const capacity of CAPACITIES) {
  const make = (): [Sender<number>, Receiver<number>] => shared.bounded(capacity, 'i32');

  for (const end of DEATHS) {
    test(`receivers_get_what_a_dead_sender_left_and_learn_of_the_end: bounded(${capacity}), ${end}`, async () => {
      const [tx, rx] = make();
      const peer = new Peer({ handle: tx.share(), way: 'block', values: range(1, 40), end });
      tx[Symbol.dispose]();
      const received = receiveAll(rx);
      await peer.report;
      await die(peer, end);
      assert.deepEqual(await received, range(1, 40));
    });

    test(`a_sender_is_refused_when_the_only_receiver_has_died: bounded(${capacity}), ${end}`, async () => {
      const [tx, rx] = make();
      const peer = new Peer({ handle: rx.share(), way: 'await', values: [0], end });
      rx[Symbol.dispose]();
      await tx.send(1);
      await peer.report;
      const refused = assert.rejects(async () => {
        for (;;) await tx.send(2);
      }, SendError);
      await die(peer, end);
      await refused;
      assert.equal(tx.isClosed, true);
      assert.equal(tx.length, 0);
    });
  }

  test(`who_only_tries_learns_that_the_only_one_of_the_other_side_has_died: bounded(${capacity})`, async () => {
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const [tx, rx] = make();
    const receiver = new Peer({ handle: rx.share(), way: 'await', values: [0], end: 'wait' });
    rx[Symbol.dispose]();
    await tx.send(1);
    await receiver.report;
    await die(receiver, 'wait');
    await assert.rejects(async () => {
      for (;;) if (!tx.trySend(2)) await turn();
    }, SendError);
    const [tx2, rx2] = make();
    const sender = new Peer({ handle: tx2.share(), way: 'await', values: [1], end: 'wait' });
    tx2[Symbol.dispose]();
    assert.equal(await rx2.recv(), 1);
    await die(sender, 'wait');
    await assert.rejects(async () => {
      for (;;) if (rx2.tryRecv() === PENDING) await turn();
    }, RecvError);
  });

  test(`one_who_blocks_learns_that_the_only_sender_has_died: bounded(${capacity})`, () => {
    const [tx, rx] = make();
    new Peer({ handle: tx.share(), way: 'block', values: [1], end: 'exit' });
    tx[Symbol.dispose]();
    assert.equal(rx.recvBlocking({ timeout: 60_000 }), 1);
    assert.throws(() => rx.recvBlocking({ timeout: 60_000 }), RecvError);
  });

  for (const way of ['block', 'await'] as const) {
    test(`the_thread_that_waited_longest_dies: bounded(${capacity}), ${way}`, async () => {
      const [tx, rx] = make();
      const handle = rx.share();
      await using first = new Peer({ handle, way, values: [0] });
      await untilWaiting(handle, 1, 1);
      await using second = new Peer({ handle: rx.share(), way, values: [0] });
      await untilWaiting(handle, 1, 2);
      await die(first, 'wait');
      await tx.send(7);
      assert.deepEqual((await second.report).values, [7]);
    });

    test(`a_thread_that_was_called_dies_before_it_looks: bounded(${capacity}), ${way}`, async () => {
      const [tx, rx] = make();
      const handle = rx.share();
      await using first = new Peer({ handle, way: 'hold' });
      await untilWaiting(handle, 1, 1);
      await using second = new Peer({ handle: rx.share(), way, values: [0] });
      await untilWaiting(handle, 1, 2);
      assert.equal(tx.trySend(7), true); // for the first one
      await die(first, 'wait');
      assert.deepEqual((await second.report).values, [7]);
    });

    test(`a_thread_that_waits_to_send_dies: bounded(${capacity}), ${way}`, async () => {
      const [tx, rx] = make();
      const handle = tx.share();
      for (let n = 0; n < capacity; n += 1) tx.trySend(n);
      await using first = new Peer({ handle, way, values: [100] });
      await untilWaiting(handle, 0, 1);
      await using second = new Peer({ handle: tx.share(), way, values: [200] });
      await untilWaiting(handle, 0, 2);
      tx[Symbol.dispose]();
      await die(first, 'wait');
      assert.deepEqual(await receiveAll(rx), [...range(0, capacity), 200]);
      assert.deepEqual((await second.report).values, [200]);
    });
  }
}

test('a_rendezvous_takes_no_value_for_a_receiver_that_has_died', async () => {
  const [tx, rx] = shared.bounded(0, 'i32');
  const handle = rx.share();
  const peer = new Peer({ handle, way: 'hold' });
  await untilWaiting(handle, 1, 1);
  await die(peer, 'wait');
  assert.equal(tx.trySend(7), false);
});

test('the_seats_of_dead_threads_are_used_again', async () => {
  const [tx, rx] = shared.bounded(4, 'i32', { threads: 3 });
  for (let n = 0; n < 3; n += 1) {
    const dying = new Peer({ handle: tx.share(), way: 'block', values: [n], end: 'wait' });
    const other = new Peer({ handle: tx.share(), way: 'block', values: [n], end: 'block' });
    assert.deepEqual([await rx.recv(), await rx.recv()], [n, n]);
    await Promise.all([die(dying, 'wait'), die(other, 'block')]);
  }
  await using peer = new Peer({ handle: tx.share(), way: 'block', values: [9], end: 'wait' });
  assert.equal(await rx.recv(), 9);
  await peer.report;
  assert.equal(seatsTaken(tx.share()), 2);
});

test('a_thread_that_attaches_before_anything_else_ends_with_the_one_that_started_it', { timeout: 60_000 }, async () => {
  const [tx, rx] = shared.bounded(2, 'i32');
  const child = `import('reveille/channel').then(({ shared }) => {
    globalThis.tx = shared.attachSender(require('node:worker_threads').workerData, 'i32');
    tx.sendBlocking(7);
    setInterval(() => {}, 60_000);
  });`;
  const parent = `import('reveille/camp').then(({ Camp }) => {
    Camp.own();
    const { Worker, workerData } = require('node:worker_threads');
    new Worker(workerData.child, { eval: true, workerData: workerData.handle });
  });
  setInterval(() => {}, 60_000);`;
  const worker = new Worker(parent, { eval: true, workerData: { child, handle: tx.share() } });
  tx[Symbol.dispose]();
  assert.equal(await rx.recv(), 7);
  await worker.terminate();
  await assert.rejects(async () => await rx.recv(), RecvError);
});

test('an_end_on_its_way_to_a_thread_that_never_attached_it_can_be_taken_back', { timeout: 60_000 }, async () => {
  const [tx, rx] = shared.bounded(2, 'i32');
  const handle = tx.share();
  tx[Symbol.dispose]();
  const worker = new Worker('throw new Error("as told")', { eval: true, workerData: handle });
  worker.on('error', () => {});
  worker.on('exit', () => shared.revoke(handle));
  await assert.rejects(async () => await rx.recv(), RecvError);
});

test('taking_an_end_back_that_has_arrived_does_nothing', () => {
  const [tx, rx] = shared.bounded(2, json<number>());
  const handle = tx.share();
  using other = shared.attachSender(handle, json<number>());
  tx[Symbol.dispose]();
  shared.revoke(handle);
  shared.revoke(handle);
  other.trySend(1);
  assert.equal(rx.tryRecv(), 1);
  assert.equal(rx.isClosed, false);
  other[Symbol.dispose]();
  shared.revoke(handle); // of a channel that is closed by now
  assert.throws(() => shared.revoke({} as never), TypeError);
});
