/** Channels between threads: who waits is called, and calls on; what was sent arrives; ends are counted. */
import assert from 'node:assert/strict';
import { Executor, PENDING, pollFn, select } from 'reveille';
import { Camp } from 'reveille/camp';
import { never, SendError, shared } from 'reveille/channel';
import { parking } from 'reveille/executor';
import { type EndsOf, owner, receiveAll, type Shared, wait } from './channel-owner.js';

type Ends = EndsOf<number>;

const small = (): Ends => shared.bounded(1, 'i32', { threads: 3 });
const list = (): Ends => shared.unbounded('i32', { threads: 3, limit: 4 });
const zero = (): Ends => shared.bounded(0, 'i32', { threads: 3 });
function full(): Ends {
  const ends = small();
  ends[0].trySend(1);
  return ends;
}

/** A number in one byte, in a frame of its own. */
const tiny = {
  name: 'tiny',
  encode(value: number, bytes: Uint8Array, at: number): number {
    bytes[at] = value;
    return at + 1;
  },
  decode: (bytes: Uint8Array, at: number): number => bytes[at] as number,
};
const frames = (): Ends => shared.bounded(2, tiny, { threads: 3, bytes: 64 });

// Threads that own the channel.

export const frameReceiver = owner(
  frames,
  (tx, rx) => [tx, rx],
  (tx, rx) => {
    wait(tx.send(1));
    tx[Symbol.dispose]();
    return receiveAll(rx).sort();
  },
);

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
export const listReceiver = owner(
  list,
  (_, rx) => [rx],
  (_, rx) => receiveAll(rx),
);
export const receiverOfOne = owner(
  small,
  (tx, rx) => [tx, rx],
  (_, rx) => wait(rx.recv()),
);
export const fullSenderToBoth = owner(
  full,
  (tx, rx) => [tx, rx],
  (tx) => void wait(tx.send(2)),
  'rx',
);
export const zeroReceiver = owner(
  zero,
  (_, rx) => [rx],
  (_, rx) => receiveAll(rx),
);
export const zeroSender = owner(
  zero,
  (tx) => [tx],
  (tx) => void wait(tx.send(1)),
);
export const fullSender = owner(
  full,
  (tx, rx) => [tx, rx],
  (tx) => void wait(tx.send(2)),
);

/** Sends what it can, and is told when all receivers are gone. */
export const abandonedSender = owner(
  full,
  (tx) => [tx],
  (tx) => {
    try {
      wait(tx.send(2));
      return 'sent';
    } catch (error) {
      assert.ok(error instanceof SendError && error.value === 2);
      return 'refused';
    }
  },
);

/** Waits with two receives in a select of which one is given up when the other has something. */
export const selecting = owner(
  small,
  (_, rx) => [rx],
  (_, rx) => {
    const { value } = wait(select({ a: rx.recv(), b: never<number>().recv() }));
    return [value, ...receiveAll(rx)];
  },
);

/** Two tasks wait; the first gives up when it is woken, and the second must have what the first was woken for. */
export const fickleReceiver = owner(
  small,
  (tx, rx) => [tx, rx],
  (_, rx) => {
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
  },
);

/** The flag was raised by one who waited before. */
function flagged(): Ends {
  const ends = small();
  const early = ends[1].recv();
  assert.equal(wait(pollFn((cx) => (early.poll(cx) === PENDING ? true : PENDING))), true);
  early[Symbol.dispose]();
  return ends;
}

export const receiverOfTwo = owner(
  flagged,
  (tx, rx) => [tx, rx],
  (_, rx) => [wait(rx.recv()), wait(rx.recv())],
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

/** Two tasks wait, which one call wakes for a batch; the rest of it is for another thread. */
export const receiverOfPair = owner(
  () => shared.bounded(4, 'i32', { threads: 3 }),
  (tx, rx) => [tx, rx],
  (_, rx) => {
    const executor = new Executor({ idle: parking({ spin: 0 }) });
    const both = [executor.spawn(rx.recv()), executor.spawn(rx.recv())];
    return both.map((one) => executor.runUntil(one));
  },
);

/** Blocks beside two tasks that it holds up, and hears of the end all the same. */
export const heldUp = owner(
  small,
  (_, rx) => [rx],
  (_, rx) => {
    const held = new Executor({ idle: parking({ spin: 0 }) });
    const tasks = [held.spawn(rx.next()), held.spawn(rx.next())];
    held.runUntilStalled();
    const got = receiveAll(rx);
    for (const task of tasks) held.runUntil(task);
    return got;
  },
);

// Threads that attach.

export function sender({ tx }: Shared): void {
  using mine = shared.attachSender(tx, 'i32');
  wait(mine.send(1));
}

export function frameSender({ tx }: Shared): void {
  using mine = shared.attachSender(tx, tiny);
  wait(mine.send(2));
}

export function senderOfTwo({ tx }: Shared): void {
  using mine = shared.attachSender(tx, 'i32');
  wait(mine.send(1));
  wait(mine.send(2));
}

export function trySender({ tx }: Shared): boolean {
  using mine = shared.attachSender(tx, 'i32');
  try {
    return mine.trySend(1);
  } catch (error) {
    assert.ok(error instanceof SendError);
    return false; // closed before
  }
}

/** Waits to receive, and then sends a batch, which calls once. */
export function batchSender({ tx, rx }: Shared): number {
  using mine = shared.attachSender(tx, 'i32');
  using other = shared.attachReceiver(rx, 'i32');
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const last = executor.spawn(other.recv());
  executor.runUntilStalled();
  assert.equal(mine.trySendMany([1, 2, 3]), 3);
  return executor.runUntil(last);
}

/** Takes what it has sent, if nobody was faster, and sends again. */
export function thief({ tx, rx }: Shared): number {
  using mine = shared.attachSender(tx, 'i32');
  using other = shared.attachReceiver(rx, 'i32');
  mine.trySend(1);
  if (other.tryRecv() !== 1) return 1;
  mine.trySend(2);
  return 2;
}

/** The last sender, which sends nothing. */
export function quitter({ tx }: Shared): void {
  shared.attachSender(tx, 'i32')[Symbol.dispose]();
}

export function secondSender({ tx2 }: Shared): void {
  using mine = shared.attachSender(tx2, 'i32');
  wait(mine.send(2));
}

export function secondTaker({ rx2 }: Shared): number {
  using mine = shared.attachReceiver(rx2, 'i32');
  return wait(mine.recv());
}

/** Closes behind what it sends, while others send. */
export function closer({ rx }: Shared): void {
  using mine = shared.attachReceiver(rx, 'i32');
  mine.close();
}

export function taker({ rx }: Shared): number {
  using mine = shared.attachReceiver(rx, 'i32');
  return wait(mine.recv());
}

export function leaver({ rx }: Shared): void {
  shared.attachReceiver(rx, 'i32')[Symbol.dispose]();
}

/** Ends the thread that made the channel, which has ends of its own. */
export function ender({ camp, thread }: Shared): void {
  Camp.join(camp).ended(thread);
}

export function mourner({ camp, rx }: Shared): number[] {
  Camp.join(camp);
  using mine = shared.attachReceiver(rx, 'i32');
  return receiveAll(mine);
}

/** A thread that has the only sender, and is ended by another one. */
export const doomed = owner(
  full,
  (tx) => [tx],
  () => undefined,
);

// What must have come of it.

export const gotOne = (_: Shared, answers: readonly unknown[]): void => assert.deepEqual(answers[0], [1]);
export const gotBoth = (_: Shared, answers: readonly unknown[]): void => assert.deepEqual(answers[0], [1, 2]);
export const gotIt = (_: Shared, answers: readonly unknown[]): void => assert.equal(answers[0], 1);
export const refused = (_: Shared, answers: readonly unknown[]): void => assert.equal(answers[0], 'refused');

/** What was sent for certain was received, and nothing else. */
export function asTold(_: Shared, [got, sent]: readonly unknown[]): void {
  assert.deepEqual(got, sent === true ? [1] : []);
}

/** Each of a batch went to one of those who waited. */
export const shareOut = (_: Shared, answers: readonly unknown[]): void =>
  assert.deepEqual(answers.flat().sort(), [1, 2, 3]);
export const gotNone = (_: Shared, answers: readonly unknown[]): void => assert.deepEqual(answers[0], []);
export const gotTheLast = (_: Shared, [got, last]: readonly unknown[]): void => assert.equal(got, last);
