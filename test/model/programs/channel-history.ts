/** Channels between threads whose operations are written down, and held against {@link channelModel}. */
import { PENDING } from 'reveille';
import { type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { record } from 'reveille/testing';
import { channelModel } from './channel-model.js';
import { type EndsOf, owner, type Shared, wait } from './channel-owner.js';
import { seated } from './seated.js';

/** What came of it, as plain data. */
function told<T>(attempt: () => T): T | string {
  try {
    const answer = attempt();
    return (answer as unknown) === PENDING ? 'nothing' : answer;
  } catch (error) {
    if (error instanceof SendError) return 'refused';
    if (error instanceof RecvError) return 'over';
    throw error;
  }
}

const send = (tx: Sender<number>, value: number) => record('send', [value], () => told(() => wait(tx.send(value))));
const trySend = (tx: Sender<number>, value: number) => record('trySend', [value], () => told(() => tx.trySend(value)));
const recv = (rx: Receiver<number>) => record('recv', [], () => told(() => wait(rx.recv())));
const tryRecv = (rx: Receiver<number>) => record('tryRecv', [], () => told(() => rx.tryRecv()));
const close = (rx: Receiver<number>) => record('close', [], () => rx.close());
const dropSender = (tx: Sender<number>) => record('dropSender', [], () => tx[Symbol.dispose]());
const dropReceiver = (rx: Receiver<number>) => record('dropReceiver', [], () => rx[Symbol.dispose]());

// Threads that own the channel, and attach to it. Each kind has an end on its way beside those that are kept.

const ends = (capacity: number, ...values: readonly number[]) => {
  const made: EndsOf<number> = shared.bounded(capacity, 'i32', { threads: 3 });
  made[0].trySendMany(values);
  return made;
};
const senderOf = ({ tx }: Shared) => shared.attachSender(tx, 'i32');
const receiverOf = ({ rx }: Shared) => shared.attachReceiver(rx, 'i32');
const bothOf = (handles: Shared) => [senderOf(handles), receiverOf(handles)] as const;

/** Takes what is there, and waits for what comes. */
export const taker = owner(
  () => ends(1, 9),
  (_, rx) => [rx],
  (_, rx) => {
    recv(rx);
    recv(rx);
  },
);

export const giver = seated(senderOf, (tx) => send(tx, 1));

export const takerOfOne = owner(
  () => ends(1),
  (_, rx) => [rx],
  (_, rx) => recv(rx),
);

/** Sends the last value, and leaves: it comes before the end. */
export const parting = seated(senderOf, (tx) => {
  trySend(tx, 1);
  dropSender(tx);
});

/** Both try to send and to receive: the last value in is never the first out. */
export const trying = owner(
  () => ends(2, 9),
  (tx, rx) => [tx, rx],
  (tx, rx) => {
    trySend(tx, 1);
    tryRecv(rx);
  },
);

export const tryingToo = seated(bothOf, ([tx, rx]) => {
  trySend(tx, 2);
  tryRecv(rx);
});

/** Closes the channel while another one sends. */
export const closer = owner(
  () => ends(2),
  (_, rx) => [rx],
  (_, rx) => {
    close(rx);
    tryRecv(rx);
    tryRecv(rx);
  },
);

export const sending = seated(senderOf, (tx) => {
  trySend(tx, 1);
  trySend(tx, 2);
});

/** Waits for room that comes, or never: the other one takes a value, or closes. */
export const waiting = owner(
  () => ends(1, 9),
  (tx, rx) => [tx, rx],
  (tx) => send(tx, 1),
);

export const takerThatCloses = seated(receiverOf, (rx) => {
  tryRecv(rx);
  close(rx);
  recv(rx);
});

/** One of two who have a sender, both of whom leave. */
export const leaver = owner(
  () => ends(2),
  (tx) => [tx],
  (tx) => {
    trySend(tx, 1);
    dropSender(tx);
  },
);

export const leaverThatTakes = seated(bothOf, ([tx, rx]) => {
  dropSender(tx);
  recv(rx);
});

/** Sends to one who leaves, and is told. */
export const deserted = owner(
  () => ends(1),
  (tx) => [tx],
  (tx) => trySend(tx, 1),
);

export const desertedSoon = owner(
  () => ends(1, 9),
  (tx) => [tx],
  (tx) => send(tx, 2),
);

export const deserter = seated(receiverOf, (rx) => dropReceiver(rx));

// The channels as they are at first: capacity, senders, receivers, and what is in.

export const modelOfTaker = channelModel(1, 1, 2, 9);
export const modelOfTakerOfOne = channelModel(1, 1, 2);
export const modelOfTrying = channelModel(2, 2, 2, 9);
export const modelOfCloser = channelModel(2, 1, 2);
export const modelOfWaiting = channelModel(1, 2, 2, 9);
export const modelOfLeaver = channelModel(2, 2, 1);
export const modelOfDeserted = channelModel(1, 2, 1);
export const modelOfDesertedSoon = channelModel(1, 2, 1, 9);
