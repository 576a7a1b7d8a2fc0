import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Executor } from 'reveille';
import { Camp } from 'reveille/camp';
import { type Receiver, type Sender, shared } from 'reveille/channel';

/** Where things stand in the memory of a channel: the flag of the receivers' row; how many seats were used, and the second one. */
const WAITING = 40;
const USED = 32;
const SECOND = { owner: 64, sendersTicket: 68, receiversTicket: 72 };
const SENDERS_WAITING = 36;
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
