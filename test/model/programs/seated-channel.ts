/**
 * Channels between threads that have their seats, and their ends, before the first step: who waits is called, what was sent
 * arrives, and what is over is told. What is left is short, one value or two and what two threads do at the same time, so
 * that it is soon searched as a whole.
 */
import assert from 'node:assert/strict';
import { DeadlockError, Executor, type Future, PENDING, pollFn, select } from 'reveille';
import { type EndHandle, never, type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { parking } from 'reveille/executor';
import { type EndsOf, handlesOf, owner, type Shared, tiny, wait } from './channel-owner.js';
import { seated } from './seated.js';

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
const list = (): EndsOf<number> => shared.unbounded('i32', { threads: 2, limit: 4 });
const frames = (): EndsOf<number> => shared.bounded(1, tiny, { threads: 2, bytes: 64 });

/** The flag was raised by one who waited before. */
function flagged(): EndsOf<number> {
  const made = ends(2);
  assert.equal(givesUp(made[1].recv()), true);
  return made;
}

/** What came of it, in a word if it failed. */
function told<T>(attempt: () => T): T | 'refused' | 'over' {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof SendError) return 'refused';
    if (error instanceof RecvError) return 'over';
    throw error;
  }
}

/** Polls it once, and drops it when that was in vain. */
function givesUp(future: Future<unknown>): boolean {
  const inVain = wait(pollFn((cx) => future.poll(cx) === PENDING));
  if (inVain) future[Symbol.dispose]();
  return inVain;
}

export const receive = (rx: Rx) => told(() => wait(rx.recv()));
const send = (tx: Tx) => told(() => wait(tx.send(2)));

// Threads that have made the channel. They keep one kind of end.

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

export const receiver = receiving(empty, receive);
export const sender = sending(full, send);
export const zeroReceiver = receiving(zero, receive);
export const zeroSender = sending(zero, send);
export const frameReceiver = receiving(frames, receive);

export const receiverOfTwo = receiving(flagged, (rx) => [receive(rx), receive(rx)]);
export const listReceiver = receiving(list, (rx) => [receive(rx), receive(rx)]);

/** Has both kinds of ends, and waits for another thread, which leaves it alone with them. */
const alone = (run: (ends: EndsOf<number>) => unknown, make: () => EndsOf<number>) =>
  owner(
    make,
    (tx, rx) => [tx, rx],
    (tx, rx) => {
      try {
        return run([tx, rx]);
      } catch (error) {
        if (error instanceof DeadlockError) return 'alone';
        throw error;
      }
    },
  );
export const receiverLeftAlone = alone(([, rx]) => wait(rx.recv()), empty);
export const senderLeftAlone = alone(([tx]) => wait(tx.send(2)), full);
export const leftAlone = (_: Shared, [outcome]: readonly unknown[]): void => assert.equal(outcome, 'alone');

/** Of two receives in a select one is given up when the other has something. */
export const selecting = receiving(empty, (rx) =>
  told(() => wait(select({ a: never<number>().recv(), b: rx.recv() })).value),
);

/** Begins to wait, gives up, and then waits in earnest. */
export const fickleReceiver = receiving(empty, (rx) => (givesUp(rx.recv()) ? receive(rx) : 1));
export const zeroFickle = receiving(zero, (rx) => (givesUp(rx.recv()) ? receive(rx) : 1));
export const fickleSender = sending(full, (tx) => (givesUp(tx.send(3)) ? send(tx) : undefined));

/** Begins to wait, and does not wait any more; what it may have taken is for another thread, as what it may have been called for. */
function quits([tx, rx]: EndsOf<number>): void {
  const future = rx.recv();
  const [got] = wait(pollFn((cx) => [future.poll(cx)]));
  if (got === PENDING) future[Symbol.dispose]();
  else wait(tx.send(got as number));
}

/** Stays, and waits for the other one to have it; or drops its ends, and so leaves its seat. */
function quitter(stays: boolean) {
  return function* (): Generator<object, unknown, unknown> {
    const ends = zero();
    const [done, told] = empty();
    yield { ...handlesOf(ends), done: done.share() };
    quits(ends);
    if (stays) return receive(told);
    for (const end of ends) end[Symbol.dispose]();
    return 'left';
  };
}
export const zeroQuitter = quitter(true);
export const zeroLeaver = quitter(false);

/** Two tasks wait; the first gives up when it is woken, and the second must have what the first was woken for. */
export const twoReceivers = receiving(empty, (rx) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const first = rx.recv();
  let begun = false;
  const fickle = executor.spawn(
    pollFn((cx) => {
      if (!begun) {
        begun = true;
        return first.poll(cx);
      }
      first[Symbol.dispose]();
      return 0;
    }),
  );
  const second = executor.spawn(rx.recv());
  executor.runUntilStalled();
  return fickle.isFinished ? executor.runUntil(fickle) || executor.runUntil(second) : executor.runUntil(second);
});

/** Two tasks wait, which one call wakes for a batch; the rest of it is for another thread. */
export const receiverOfPair = owner(
  () => ends(4),
  (tx, rx) => [tx, rx],
  (_, rx) => {
    const executor = new Executor({ idle: parking({ spin: 0 }) });
    const both = [executor.spawn(rx.recv()), executor.spawn(rx.recv())];
    return both.map((one) => executor.runUntil(one));
  },
);

/** Blocks beside a task that it holds up, and hears of the end all the same. */
export const heldUp = receiving(empty, (rx) => {
  const held = new Executor({ idle: parking({ spin: 0 }) });
  const task = held.spawn(rx.next());
  held.runUntilStalled();
  const got = receive(rx);
  held.runUntil(task);
  return got;
});

/** Looks whether there are senders when one of its own goes. */
export const receiverThatLooks = owner(
  empty,
  (tx, rx) => [tx, rx],
  (tx, rx) => {
    tx[Symbol.dispose]();
    return receive(rx);
  },
);

// Threads that have attached an end.

const senderOf = ({ tx }: Shared): Tx => shared.attachSender(tx, 'i32');
const receiverOf = ({ rx }: Shared): Rx => shared.attachReceiver(rx, 'i32');
const bothOf = (handles: Shared) => [senderOf(handles), receiverOf(handles)] as const;

const give = (tx: Tx) => told(() => wait(tx.send(1)));
export const giver = seated(senderOf, give);
export const frameGiver = seated(({ tx }: Shared) => shared.attachSender(tx, tiny), give);
export const giverOfTwo = seated(senderOf, (tx) => [tx.trySend(1), tx.trySend(2)]);
export const trySender = seated(senderOf, (tx) => told(() => tx.trySend(1)));
export const taker = seated(receiverOf, receive);
export const tryTaker = seated(receiverOf, (rx) => void told(() => rx.tryRecv()));

/** Sends the last value, and leaves. */
export const parting = seated(senderOf, (tx) => {
  const sent = told(() => tx.trySend(1));
  tx[Symbol.dispose]();
  return sent;
});
export const lastSender = seated(senderOf, (tx) => tx[Symbol.dispose]());
export const lastReceiver = seated(receiverOf, (rx) => rx[Symbol.dispose]());
export const closer = seated(receiverOf, (rx) => rx.close());

/** Takes what it has sent, if nobody was faster, and sends again. */
export const thief = seated(bothOf, ([tx, rx]): number => {
  tx.trySend(1);
  if (rx.tryRecv() !== 1) return 1;
  tx.trySend(2);
  return 2;
});

/** Waits to receive, and then sends a batch, which calls once. */
export const batchSender = seated(bothOf, ([tx, rx]): number => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const last = executor.spawn(rx.recv());
  executor.runUntilStalled();
  assert.equal(tx.trySendMany([1, 2, 3]), 3);
  return executor.runUntil(last);
});

/**
 * Waits to receive, and then sends: to whoever else waits, or to itself. A sender of its is on its way to a third thread: else it would look anew when it
 * is left alone, and find what it was not called for.
 */
export const giverWhoWaits = seated(
  (handles: Shared & { readonly done: EndHandle }) => {
    const [tx, rx] = bothOf(handles);
    tx.share();
    return [tx, rx, shared.attachSender(handles.done, 'i32')] as const;
  },
  ([tx, rx, done]): number => {
    const executor = new Executor({ idle: parking({ spin: 0 }) });
    const got = executor.spawn(rx.recv());
    executor.runUntilStalled();
    executor.spawn(tx.send(1));
    executor.runUntil(got);
    done.trySend(1);
    return 1;
  },
);

/** Has a seat; its sender is on its way to it, and arrives. */
export const heir = seated(receiverOf, (_, handles) => told(() => senderOf(handles).trySend(1)));

// What must have come of it.

type Answers = readonly unknown[];
export const gotOne = (_: Shared, [got]: Answers): void => assert.equal(got, 1);
export const gotBoth = (_: Shared, [got]: Answers): void => assert.deepEqual(got, [1, 2]);
export const over = (_: Shared, [got]: Answers): void => assert.equal(got, 'over');
export const refused = (_: Shared, [got]: Answers): void => assert.equal(got, 'refused');
/** What was sent for certain was received, and nothing else. */
export const asTold = (_: Shared, [got, sent]: Answers): void => assert.equal(got, sent === true ? 1 : 'over');
/** The first value, and then there was room for the other. */
export const madeRoom = (_: Shared, [sent, got]: Answers): void => assert.deepEqual([sent, got], [undefined, 1]);
export const met = (_: Shared, [sent, got]: Answers): void => assert.deepEqual([sent, got], [undefined, 2]);
export const gotTheLast = (_: Shared, [got, last]: Answers): void => assert.equal(got, last);
/** Each of a batch went to one of those who waited. */
export const shareOut = (_: Shared, answers: Answers): void => assert.deepEqual(answers.flat().sort(), [1, 2, 3]);
