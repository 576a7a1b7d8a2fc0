import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, DeadlockError, Executor, join, PENDING, pollFn, sleep, yieldNow } from 'reveille';
import { type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { Peer, range, seatsTaken, untilWaiting } from './peer.js';
import type { Way } from './peer.worker.js';

type Ends = [Sender<number>, Receiver<number>];

const FLAVOURS: Record<string, () => Ends> = {
  'bounded(0)': () => shared.bounded(0, 'i32'),
  'bounded(1)': () => shared.bounded(1, 'i32'),
  'bounded(64)': () => shared.bounded(64, 'i32'),
  unbounded: () => shared.unbounded('i32'),
};

const WAYS: readonly Way[] = ['block', 'await', 'try', 'batch'];

/** Two threads that only try never meet at a rendezvous. */
const canMeet = (name: string, sends: Way, receives: Way): boolean =>
  name !== 'bounded(0)' || (receives !== 'try' && (sends !== 'try' || receives !== 'batch'));

for (const [name, make] of Object.entries(FLAVOURS)) {
  for (const sends of WAYS) {
    for (const receives of WAYS) {
      if (!canMeet(name, sends, receives)) continue;
      test(`all_that_a_thread_sends_arrives_in_order: ${name}, ${sends}, ${receives}`, async () => {
        const [tx, rx] = make();
        const values = range(1, 200);
        await using sender = new Peer({ handle: tx.share(), way: sends, values });
        await using receiver = new Peer({ handle: rx.share(), way: receives });
        for (const end of [tx, rx]) end[Symbol.dispose]();
        assert.deepEqual((await sender.report).values, values);
        assert.deepEqual(await receiver.report, { values, refused: 'RecvError' });
      });
    }
  }

  test(`many_threads_send_and_receive_each_item_once: ${name}`, async () => {
    const [tx, rx] = make();
    const ways: readonly Way[] = ['block', 'await', 'batch'];
    const senders = ways.map((way, n) => new Peer({ handle: tx.share(), way, values: range(1000 * n, 300) }));
    const receivers = ways.map((way) => new Peer({ handle: rx.share(), way }));
    for (const end of [tx, rx]) end[Symbol.dispose]();
    const received = await Promise.all(receivers.map(async ({ report }) => (await report).values));
    assert.deepEqual(
      received.flat().sort((a, b) => a - b),
      ways.flatMap((_, n) => range(1000 * n, 300)),
    );
    for (const values of received) {
      for (const n of ways.keys()) {
        const ofSender = values.filter((value) => Math.floor(value / 1000) === n);
        assert.deepEqual(
          ofSender,
          ofSender.toSorted((a, b) => a - b),
          'out of order',
        );
      }
    }
    await Promise.all([...senders, ...receivers].map(({ exited }) => exited));
  });
}

test('a_handle_comes_by_a_message', async () => {
  const [tx, rx] = shared.bounded(4, 'i32');
  await using peer = new Peer({ way: 'block', values: [1, 2, 3] });
  peer.worker.postMessage(tx.share());
  tx[Symbol.dispose]();
  const received: number[] = [];
  for await (const value of rx) received.push(value);
  assert.deepEqual(received, [1, 2, 3]);
});

test('a_channel_stays_open_while_its_only_sender_is_on_its_way', async () => {
  const [tx, rx] = shared.bounded(4, 'i32');
  const handle = tx.share();
  tx[Symbol.dispose]();
  assert.equal(rx.isClosed, false);
  await using peer = new Peer({ handle, way: 'await', values: [1] });
  assert.equal(await rx.recv(), 1);
  assert.equal((await peer.report).refused, undefined);
  await assert.rejects(async () => await rx.recv(), RecvError);
});

test('more_threads_than_seats_use_a_channel_one_after_the_other', async () => {
  const [tx, rx] = shared.bounded(4, 'i32', { threads: 2 });
  for (let n = 0; n < 5; n += 1) {
    const peer = new Peer({ handle: tx.share(), way: 'block', values: [n], end: n % 2 === 0 ? 'drop' : 'exit' });
    assert.equal(await rx.recv(), n);
    await peer.exited;
  }
  const [other, third] = [tx.share(), tx.share()];
  await using peer = new Peer({ handle: other, way: 'await', values: [], end: 'wait' });
  await peer.attached;
  assert.equal(seatsTaken(third), 2);
  const refused = new Peer({ handle: third, way: 'await', values: [] });
  await assert.rejects(refused.report, { name: 'RangeError', message: /^attach: 2 threads use it already/ });
});

test('a_thread_that_has_given_away_both_ends_leaves_its_seat_to_others', async () => {
  const [tx, rx] = shared.bounded(4, 'i32');
  const [sender, receiver] = [tx.share(), rx.share()];
  tx[Symbol.dispose]();
  rx[Symbol.dispose]();
  await using from = new Peer({ handle: sender, way: 'await', values: [], end: 'wait' });
  await from.attached;
  blockOn(sleep(1)); // looks at what this thread is told
  assert.equal(seatsTaken(sender), 2); // it vouches for the receiver that is on its way
  await using to = new Peer({ handle: receiver, way: 'await', values: [], end: 'wait' });
  await to.attached;
  blockOn(sleep(1));
  assert.equal(seatsTaken(sender), 2); // and now no more
});

test('a_thread_that_waits_before_another_one_is_given_an_end_is_no_deadlock', async () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  await using peer = new Peer({ way: 'block', values: [7] });
  const receive = co(function* () {
    return yield* rx.recv();
  });
  const handOver = co(function* () {
    yield* yieldNow(); // the other task waits by now
    peer.worker.postMessage(tx.share());
  });
  assert.deepEqual(blockOn(join(receive, handOver)), [7, undefined]);
});

test('what_only_another_thread_with_the_same_end_could_see_is_a_deadlock', async () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  await using peer = new Peer({ handle: rx.share(), way: 'await', end: 'wait' });
  await peer.attached;
  assert.throws(() => rx.recvBlocking(), DeadlockError); // no other thread can send
  tx.sendBlocking(1); // but one can receive
  tx.sendBlocking(2);
  tx.sendBlocking(3);
});

test('forty_threads_at_once_are_too_many_for_the_default_but_forty_in_turn_are_not', async () => {
  const [tx, rx] = shared.bounded(4, 'i32');
  for (let n = 0; n < 40; n += 4) {
    const peers = range(n, 4).map((value) => new Peer({ handle: tx.share(), way: 'block', values: [value] }));
    const values = [];
    for (let i = 0; i < 4; i += 1) values.push(await rx.recv());
    assert.deepEqual(
      values.sort((a, b) => a - b),
      range(n, 4),
    );
    await Promise.all(peers.map(({ exited }) => exited));
  }
  assert.equal(seatsTaken(tx.share()), 1);
});

test('a_closed_channel_refuses_a_thread_that_blocks_to_send', async () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  const handle = tx.share();
  tx.trySend(0);
  await using peer = new Peer({ handle, way: 'block', values: [1] });
  await untilWaiting(handle, 0, 1);
  rx.close();
  assert.deepEqual(await peer.report, { values: [], refused: 'SendError' });
  assert.equal(rx.tryRecv(), 0);
  assert.throws(() => rx.tryRecv(), RecvError);
});

for (const way of ['block', 'await'] as const) {
  test(`the_last_sender_goes_while_threads_wait_to_receive: ${way}`, async () => {
    const [tx, rx] = shared.bounded(1, 'i32');
    const handle = rx.share();
    const peers = [handle, rx.share(), rx.share()].map((handle) => new Peer({ handle, way }));
    await untilWaiting(handle, 1, 3);
    tx[Symbol.dispose]();
    for (const peer of peers) assert.equal((await peer.report).refused, 'RecvError');
    await Promise.all(peers.map(({ exited }) => exited));
  });

  test(`the_last_receiver_goes_while_a_thread_waits_to_send: ${way}`, async () => {
    const [tx, rx] = shared.bounded(0, 'i32');
    const handle = tx.share();
    await using peer = new Peer({ handle, way, values: [1] });
    await untilWaiting(handle, 0, 1);
    rx[Symbol.dispose]();
    assert.deepEqual(await peer.report, { values: [], refused: 'SendError' });
    assert.throws(() => tx.trySend(1), SendError);
  });

  test(`a_batch_is_shared_among_threads_of_which_one_has_several_tasks: ${way}`, async () => {
    const [tx, rx] = shared.bounded(8, 'i32');
    const handle = rx.share();
    const mine = [rx.recv().then(Number), rx.recv().then(Number)]; // the first in the row
    await untilWaiting(handle, 1, 1);
    await using peer = new Peer({ handle, way, values: [0] });
    await untilWaiting(handle, 1, 2);
    assert.equal(tx.trySendMany([1, 2, 3]), 3); // one call
    const { values } = await peer.report;
    assert.deepEqual([...(await Promise.all(mine)), ...values].sort(), [1, 2, 3]);
  });
}

test('the_end_reaches_one_who_blocks_beside_tasks_of_the_event_loop_it_holds_up', async () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  const nameOf = (error: unknown): unknown => error instanceof Error && error.name;
  const held = [0, 1, 2].map(() => rx.recv().then(Number, nameOf));
  await untilWaiting(rx.share(), 1, 1);
  await using _ = new Peer({ handle: tx.share(), way: 'await', values: [], end: 'stay' }); // starts while this thread blocks
  tx[Symbol.dispose]();
  assert.throws(() => rx.recvBlocking({ timeout: 60_000 }), RecvError);
  assert.deepEqual(await Promise.all(held), ['RecvError', 'RecvError', 'RecvError']);
});

test('a_receive_that_was_polled_by_another_executor_is_blocked_on', async () => {
  const [tx, rx] = shared.bounded(1, 'i32');
  const handle = tx.share();
  tx[Symbol.dispose]();
  const receiving = rx.recv();
  assert.equal(new Executor().runUntil(pollFn((cx) => receiving.poll(cx) === PENDING)), true);
  await using sender = new Peer({ handle, way: 'block', values: [7] });
  assert.equal(blockOn(receiving), 7);
  await sender.report;
});
