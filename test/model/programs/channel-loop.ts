/** Tasks of an event loop that receive from other threads: what wakes them, and what they leave when they give up. */
import assert from 'node:assert/strict';
import { co, END, Executor, PENDING, pollFn, select } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import { eventLoop } from 'reveille/executor';
import { handlesOf, type Shared, wait } from './channel-owner.js';
import { seated } from './seated.js';

interface TwoChannels extends Shared {
  /** The sender of the second channel. */
  readonly other: EndHandle;
}

const small = (): [Sender<number>, Receiver<number>] => shared.bounded(1, 'i32', { threads: 3 });

/** A thread whose task receives with the event loop running, and answers what it got. */
const looping = (
  begin: (executor: Executor, rx: Receiver<number>, got: number[]) => void,
  before: (tx: Sender<number>) => void = () => {},
) =>
  async function* (): AsyncGenerator<object, number[], Shared> {
    const [tx, rx] = small();
    const handles = handlesOf([tx, rx]);
    before(tx);
    tx[Symbol.dispose]();
    yield handles;
    const got: number[] = [];
    const executor = new Executor({ idle: eventLoop() });
    begin(executor, rx, got);
    await executor.finished();
    return got;
  };

const next = co.wrap(function* (rx: Receiver<number>, got: number[]) {
  got.push(yield* rx.recv());
});

export const receiver = looping((executor, rx, got) => void executor.spawn(next(rx, got)));
/** One value was there before, so whoever sends another one has to wait. */
export const receiverOfTwo = looping(
  (executor, rx, got) => {
    executor.spawn(
      co(function* () {
        yield* next(rx, got);
        yield* next(rx, got);
      }),
    );
  },
  (tx) => tx.trySend(1),
);
/** Hears of the end. */
export const bereft = looping((executor, rx, got) => {
  executor.spawn(
    co(function* () {
      if ((yield* rx.next()) === END) got.push(0);
    }),
  );
});

/** One task's receive is dropped when it is woken; the other one has what it was woken for. */
export const fickle = looping((executor, rx, got) => {
  const first = rx.recv();
  let hasBegun = false;
  executor.spawn(
    pollFn((cx) => {
      if (hasBegun) {
        first[Symbol.dispose]();
        return undefined;
      }
      hasBegun = true;
      const value = first.poll(cx);
      if (value === PENDING) return PENDING;
      got.push(value);
      second.abort();
      return undefined;
    }),
  );
  const second = executor.spawn(next(rx, got));
});

/** Of two channels the one that has something. */
export async function* selecting(): AsyncGenerator<object, number[], TwoChannels> {
  const [[tx, a], [tx2, b]] = [small(), small()];
  const handles = { ...handlesOf([tx, a]), other: tx2.share() };
  for (const end of [tx, tx2]) end[Symbol.dispose]();
  yield handles;
  const got: number[] = [];
  const executor = new Executor({ idle: eventLoop() });
  executor.spawn(
    co(function* () {
      const { value } = yield* select({ a: a.recv(), b: b.recv() });
      got.push(value);
    }),
  );
  await executor.finished();
  return got;
}

// Threads that have attached an end, and block while the channel is full.

const senderOf = ({ tx }: Shared) => shared.attachSender(tx, 'i32');

export const sender = seated(senderOf, (tx) => wait(tx.send(1)));
export const sendingMore = seated(senderOf, (tx) => wait(tx.send(2)));
export const senderToOther = seated(
  ({ other }: TwoChannels) => shared.attachSender(other, 'i32'),
  (tx) => wait(tx.send(2)),
);
export const lastSender = seated(senderOf, (tx) => tx[Symbol.dispose]());

export const gotOne = (_: Shared, [got]: readonly unknown[]): void => assert.deepEqual(got, [1]);
export const gotEnd = (_: Shared, [got]: readonly unknown[]): void => assert.deepEqual(got, [0]);
export const gotOther = (_: Shared, [got]: readonly unknown[]): void => assert.deepEqual(got, [2]);
export const gotBoth = (_: Shared, [got]: readonly unknown[]): void => assert.deepEqual(got, [1, 2]);
