/**
 * Channels between threads that have their seats, and their ends, before the first step. What is left is short: one value,
 * room for one, and what happens when two threads do one thing each. So three preemptions are soon searched.
 */
import assert from 'node:assert/strict';
import { type Context, Executor, type Future, PENDING, type Poll, pollFn, select } from 'reveille';
import { never, type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { parking } from 'reveille/executor';
import { type EndsOf, owner, type Shared, seated, wait } from './channel-owner.js';

type Tx = Sender<number>;
type Rx = Receiver<number>;

const ends = (capacity: number, ...values: readonly number[]): EndsOf<number> => {
  const made: EndsOf<number> = shared.bounded(capacity, 'i32', { threads: 2 });
  made[0].trySendMany(values);
  return made;
};
const empty = () => ends(1);
const full = () => ends(1, 1);
const zero = () => ends(0);

/** What came of it, in a word if there was no value. */
function told<T>(attempt: () => T): T | 'refused' | 'over' {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof SendError) return 'refused';
    if (error instanceof RecvError) return 'over';
    throw error;
  }
}

/** Is polled once, and dropped when that was in vain. */
function once<T>(future: Future<T>): Future<T | undefined> {
  return pollFn((cx: Context): Poll<T | undefined> => {
    const found = future.poll(cx);
    if (found !== PENDING) return found;
    future[Symbol.dispose]();
    return undefined;
  });
}

// Threads that have made the channel.

const receiving = <T>(make: () => EndsOf<number>, run: (rx: Rx) => T) =>
  owner(
    make,
    (_, rx) => [rx],
    (_, rx) => run(rx),
  );
const sending = <T>(make: () => EndsOf<number>, run: (tx: Tx) => T) =>
  owner(
    make,
    (tx) => [tx],
    (tx) => run(tx),
  );

const receive = (rx: Rx) => told(() => wait(rx.recv()));
const send = (tx: Tx) => told(() => wait(tx.send(2)));

export const receiver = receiving(empty, receive);
export const sender = sending(full, send);
export const zeroReceiver = receiving(zero, receive);
export const zeroSender = sending(zero, send);

/** Of two channels one has something. */
export const selecting = receiving(empty, (rx) =>
  told(() => wait(select({ a: never<number>().recv(), b: rx.recv() })).value),
);

/** One waits, gives up and is gone; the other waits on. */
export const fickleReceiver = receiving(empty, (rx) => wait(once(rx.recv())) ?? receive(rx));
export const fickleSender = sending(full, (tx) => wait(once(tx.send(3))) ?? send(tx));

/** Two tasks, of which the first to wait gives up when it is woken. */
export const twoReceivers = receiving(empty, (rx) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const early = executor.spawn(rx.recv());
  const second = executor.spawn(rx.recv());
  executor.runUntilStalled();
  if (early.isFinished) return executor.runUntil(early);
  early.abort();
  return executor.runUntil(second);
});

// Threads that have attached an end.

const senderOf = ({ tx }: Shared): Tx => shared.attachSender(tx, 'i32');
const receiverOf = ({ rx }: Shared): Rx => shared.attachReceiver(rx, 'i32');

export const trySender = seated(senderOf, (tx) => told(() => tx.trySend(1)));
export const giver = seated(senderOf, (tx) => told(() => wait(tx.send(1))));
export const tryReceiver = seated(receiverOf, (rx) => told(() => rx.tryRecv()));
export const taker = seated(receiverOf, receive);
export const lastSender = seated(senderOf, (tx) => tx[Symbol.dispose]());
export const lastReceiver = seated(receiverOf, (rx) => rx[Symbol.dispose]());
export const closer = seated(senderOf, (tx) => tx.close());
export const closerOfReceivers = seated(receiverOf, (rx) => rx.close());
export const parting = seated(senderOf, (tx) => {
  const sent = told(() => tx.trySend(1));
  tx[Symbol.dispose]();
  return sent;
});
/** Has a receiver, and with it a seat; the sender arrives, and is the last one. */
export const heir = seated(receiverOf, (_, handles) => {
  const tx = shared.attachSender(handles.tx, 'i32');
  return told(() => tx.trySend(1));
});

// What must have come of it.

type Answers = readonly unknown[];
export const one = (_: Shared, [got]: Answers): void => assert.equal(got, 1);
export const over = (_: Shared, [got]: Answers): void => assert.equal(got, 'over');
