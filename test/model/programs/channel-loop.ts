/** Tasks of an event loop that receive from other threads: what wakes them, and what they leave when they give up. */
import assert from 'node:assert/strict';
import { co, END, Executor, PENDING, pollFn, select } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import { eventLoop } from 'reveille/executor';
import { handlesOf, type Shared, wait } from './channel-owner.js';

interface TwoChannels extends Shared {
  /** The sender of the second channel. */
  readonly other: EndHandle;
}

const small = (): [Sender<number>, Receiver<number>] => shared.bounded(1, 'i32', { threads: 3 });

/** A thread whose task receives with the event loop running, and answers what it got. */
const looping = (begin: (executor: Executor, rx: Receiver<number>, got: number[]) => void) =>
  async function* (): AsyncGenerator<object, number[], Shared> {
    const [tx, rx] = small();
    const handles = handlesOf([tx, rx]);
    tx[Symbol.dispose]();
    yield handles;
    const got: number[] = [];
    const executor = new Executor({ idle: eventLoop() });
    begin(executor, rx, got);
    await executor.finished();
    return got;
  };

const all = co.wrap(function* (rx: Receiver<number>, got: number[]) {
  for (let value = yield* rx.next(); value !== END; value = yield* rx.next()) got.push(value);
});

export const receiver = looping((executor, rx, got) => void executor.spawn(all(rx, got)));

/** One task's receive is dropped when it is woken; the other one has what it was woken for. */
export const fickle = looping((executor, rx, got) => {
  const first = rx.recv();
  let hasBegun = false;
  executor.spawn(
    pollFn((cx) => {
      if (!hasBegun) {
        hasBegun = true;
        const value = first.poll(cx);
        if (value === PENDING) return PENDING;
        got.push(value);
        return undefined;
      }
      first[Symbol.dispose]();
      return undefined;
    }),
  );
  executor.spawn(all(rx, got));
});

/** Of two channels the first that has something; the receive that is given up takes nothing with it. */
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
      yield* all(a, got);
      yield* all(b, got);
    }),
  );
  await executor.finished();
  return got.sort();
}

// Threads that attach, and block while the channel is full.

export function sender({ tx }: Shared): void {
  using mine = shared.attachSender(tx, 'i32');
  wait(mine.send(1));
}

export function senderOfTwo({ tx }: Shared): void {
  using mine = shared.attachSender(tx, 'i32');
  wait(mine.send(1));
  wait(mine.send(2));
}

export function senderToBoth({ tx, other }: TwoChannels): void {
  using second = shared.attachSender(other, 'i32');
  using mine = shared.attachSender(tx, 'i32');
  wait(second.send(2));
  wait(mine.send(1));
}

export const gotOne = (_: Shared, [got]: readonly unknown[]): void => assert.deepEqual(got, [1]);
export const gotBoth = (_: Shared, [got]: readonly unknown[]): void => assert.deepEqual(got, [1, 2]);
