import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Executor } from 'reveille';
import { Camp } from 'reveille/camp';
import { type Receiver, type Sender, shared } from 'reveille/channel';
import { type Codec, json } from 'reveille/codec';

/** Where things stand in the memory of a channel: the flag of the receivers' row; how many seats were used, and the second one. */
const WAITING = 40;
const USED = 32;
const SECOND = { owner: 64, sendersTicket: 68, receiversTicket: 72 };
const SENDERS_WAITING = 36;
/** Words from one seat to the next. */
const SEAT = 16;
/** A seat that a thread clears for the dead, and does not come on. */
const CLEARING = -1;
/** Of one that has waited longer than all whom there are. */
const OLDEST = -5;

/** Does something with the memory of a channel, as a thread would that dies. */
function meddle(tx: Sender<number>, how: (channel: Int32Array) => void): void {
  const handle = tx.share();
  how(new Int32Array(handle.channel));
  shared.revoke(handle);
}

/** Until this thread has heard that another one has ended. */
async function untilOneHasEnded(): Promise<void> {
  const camp = Camp.own();
  const ended = new Promise<void>((resolve) => {
    const listening = camp.onThreadEnd(() => {
      listening[Symbol.dispose]();
      resolve();
    });
  });
  new Worker("import('reveille/camp').then(({ Camp }) => Camp.own())", { eval: true });
  await ended;
}

const channels: readonly [string, () => [Sender<number>, Receiver<number>]][] = [
  ['array', () => shared.bounded(1, 'i32')],
  ['list', () => shared.unbounded('i32', { limit: 1 })],
];

for (const [name, make] of channels) {
  test(`a_flag_that_a_thread_lowered_and_then_died_is_raised_by_those_who_wait (I23): ${name}`, async () => {
    const [tx, rx] = make();
    const executor = new Executor();
    const receive = executor.spawn(rx.recv());
    executor.runUntilStalled();
    meddle(tx, (channel) => Atomics.store(channel, WAITING, 0));
    await untilOneHasEnded();
    executor.runUntilStalled();
    tx.trySend(3);
    executor.runUntilStalled();
    assert.equal(receive.isFinished, true);
    assert.equal(executor.runUntil(receive), 3);
  });

  test(`so_it_is_for_senders (I23): ${name}`, async () => {
    const [tx, rx] = make();
    while (tx.trySend(1));
    const executor = new Executor();
    const send = executor.spawn(tx.send(2));
    executor.runUntilStalled();
    meddle(tx, (channel) => Atomics.store(channel, SENDERS_WAITING, 0));
    await untilOneHasEnded();
    executor.runUntilStalled();
    while (typeof rx.tryRecv() === 'number' && !send.isFinished) executor.runUntilStalled();
    assert.equal(send.isFinished, true);
  });

  test(`the_dead_are_not_called_in_the_place_of_who_waits (I23): ${name}`, () => {
    const [tx, rx] = make();
    const executor = new Executor();
    const receive = executor.spawn(rx.recv());
    executor.runUntilStalled();
    meddle(tx, (channel) => {
      channel[SECOND.owner] = CLEARING;
      channel[SECOND.receiversTicket] = OLDEST;
      channel[USED] = 2;
    });
    executor.runUntilStalled(); // an end that was shared let it look once more
    tx.trySend(3);
    executor.runUntilStalled();
    assert.equal(receive.isFinished, true);
  });

  test(`nor_for_room (I23): ${name}`, () => {
    const [tx, rx] = make();
    while (tx.trySend(1));
    const executor = new Executor();
    const send = executor.spawn(tx.send(2));
    executor.runUntilStalled();
    meddle(tx, (channel) => {
      channel[SECOND.owner] = CLEARING;
      channel[SECOND.sendersTicket] = OLDEST;
      channel[USED] = 2;
    });
    executor.runUntilStalled();
    while (typeof rx.tryRecv() === 'number' && !send.isFinished) executor.runUntilStalled();
    assert.equal(send.isFinished, true);
  });
}

test('a_value_for_a_thread_that_dies_before_it_is_sent_is_for_who_waits_although_its_seat_is_another_s (I23)', async (t) => {
  let channel: Int32Array = new Int32Array(0);
  const whole = json<number>();
  /** Between the claim of the one who waits and the push: it dies, and another one that lives takes its seat. */
  const meddling: Codec<number> = {
    ...whole,
    encode: (value, bytes, at) => {
      channel[SECOND.owner] = channel[SECOND.owner - SEAT] as number;
      return whole.encode(value, bytes, at);
    },
  };
  const [tx, rx] = shared.bounded(0, meddling);
  const handle = rx.share();
  channel = new Int32Array(handle.channel);
  const code = `
    const { workerData, parentPort } = require('node:worker_threads');
    import('reveille/channel').then(({ shared }) => import('reveille/codec').then(({ json }) => {
      globalThis.rx = shared.attachReceiver(workerData, json());
      parentPort.on('message', () => {});
      parentPort.postMessage('up');
    }));`;
  const worker = new Worker(code, { eval: true, workerData: handle });
  t.after(() => worker.terminate());
  await new Promise((resolve) => worker.once('message', resolve));
  const executor = new Executor();
  const receive = executor.spawn(rx.recv());
  executor.runUntilStalled();
  Atomics.store(channel, SECOND.receiversTicket, OLDEST);
  assert.equal(tx.trySend(1), true);
  executor.runUntilStalled();
  assert.equal(receive.isFinished, true);
});
