/** Channels between threads that come while others are at work, or are three. */
import assert from 'node:assert/strict';
import { Camp } from 'reveille/camp';
import { type Receiver, SendError, type Sender, shared } from 'reveille/channel';
import { type EndsOf, owner, receiveAll, type Shared, wait } from './channel-owner.js';
import { seated } from './seated.js';

type Tx = Sender<number>;
type Rx = Receiver<number>;

const small = (): EndsOf<number> => shared.bounded(1, 'i32', { threads: 3 });
function full(): EndsOf<number> {
  const ends = small();
  ends[0].trySend(1);
  return ends;
}

// Threads that own the channel.

export const receiver = owner(
  small,
  (_, rx) => [rx],
  (_, rx) => receiveAll(rx),
);
export const receiverOfBoth = owner(
  small,
  (_, rx) => [rx],
  (_, rx) => receiveAll(rx).sort(),
  'tx',
);
export const fullSender = owner(
  full,
  (tx, rx) => [tx, rx],
  (tx) => void wait(tx.send(2)),
);
export const fullSenderToBoth = owner(
  full,
  (tx, rx) => [tx, rx],
  (tx) => void wait(tx.send(2)),
  'rx',
);

/** Looks whether there are senders when one of its own goes. */
export const receiverThatLooks = owner(
  small,
  (tx, rx) => [tx, rx],
  (tx, rx) => {
    tx[Symbol.dispose]();
    return receiveAll(rx);
  },
);

/** A thread that has the only sender, and is ended by another one. */
export const doomed = owner(
  full,
  (tx) => [tx],
  () => undefined,
);

// Threads that take their seats while the others are at work.

const senderOf = ({ tx }: Shared): Tx => shared.attachSender(tx, 'i32');
const receiverOf = ({ rx }: Shared): Rx => shared.attachReceiver(rx, 'i32');

function sendAndLeave(tx: Tx, value: number): void {
  wait(tx.send(value));
  tx[Symbol.dispose]();
}

function takeAndLeave(rx: Rx): number {
  const value = wait(rx.recv());
  rx[Symbol.dispose]();
  return value;
}

export const lateSender = (handles: Shared): void => sendAndLeave(senderOf(handles), 1);
export const lateTaker = (handles: Shared): number => takeAndLeave(receiverOf(handles));

/** Ends the thread that made the channel, which has ends of its own. */
export function ender({ camp, thread }: Shared): void {
  Camp.join(camp).ended(thread);
}

export function mourner({ camp, rx }: Shared): number[] {
  Camp.join(camp);
  using mine = shared.attachReceiver(rx, 'i32');
  return receiveAll(mine);
}

// Threads that have their seats before.

export const sender = seated(senderOf, (tx) => sendAndLeave(tx, 1));
export const secondSender = seated(
  ({ tx2 }: Shared) => shared.attachSender(tx2, 'i32'),
  (tx) => sendAndLeave(tx, 2),
);
export const taker = seated(receiverOf, takeAndLeave);
export const secondTaker = seated(({ rx2 }: Shared) => shared.attachReceiver(rx2, 'i32'), takeAndLeave);
export const closer = seated(receiverOf, (rx) => rx.close());

export const trySender = seated(senderOf, (tx): boolean => {
  try {
    return tx.trySend(1);
  } catch (error) {
    assert.ok(error instanceof SendError);
    return false; // closed before
  } finally {
    tx[Symbol.dispose]();
  }
});

// What must have come of it.

export const gotOne = (_: Shared, answers: readonly unknown[]): void => assert.deepEqual(answers[0], [1]);
export const gotBoth = (_: Shared, answers: readonly unknown[]): void => assert.deepEqual(answers[0], [1, 2]);

/** What was sent for certain was received, and nothing else. */
export function asTold(_: Shared, [got, sent]: readonly unknown[]): void {
  assert.deepEqual(got, sent === true ? [1] : []);
}
