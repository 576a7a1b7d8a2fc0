/** Frames of bytes that are reserved in a channel, written in place, and committed or dropped. */
import assert from 'node:assert/strict';
import { Executor } from 'reveille';
import { type Receiver, type Sender, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { parking } from 'reveille/executor';
import type { Frame } from 'reveille/queue';
import { type EndsOf, handlesOf, receiveAll, type Shared, wait } from './channel-owner.js';
import { die } from './dying.js';
import { seated } from './seated.js';

type Tx = Sender<Uint8Array>;
type Rx = Receiver<Uint8Array>;

/** A thread that has reserved a frame before others come. */
function reserving<T>(
  frames: number,
  run: (frame: Frame, tx: Tx, rx: Rx) => T,
  before: (tx: Tx, frame: Frame) => void = () => {},
) {
  return function* (): Generator<object, T, Shared> {
    const ends: EndsOf<Uint8Array> = shared.bounded(frames, bytes(), { threads: 3, bytes: 64 });
    const [tx, rx] = ends;
    const frame = tx.tryReserve(1) as Frame;
    const handles = handlesOf(ends);
    before(tx, frame);
    yield handles;
    return run(frame, tx, rx);
  };
}

const one = (value: number): Uint8Array => Uint8Array.of(value);
const first = (frame: Uint8Array): number => frame[0] as number;

function commit(frame: Frame, value: number): void {
  frame.bytes[0] = value;
  frame.commit();
}
const committed = (_: Tx, frame: Frame): void => commit(frame, 1);

/** Whoever waits is woken by the commit. */
export const committer = reserving(2, (frame) => commit(frame, 1));
/** Something was pushed behind the frame, which calls in vain, or before anybody waits. */
export const committerWithMore = reserving(
  2,
  (frame) => commit(frame, 1),
  (tx) => tx.trySend(one(2)),
);
export const dropper = reserving(
  2,
  (frame) => frame.drop(),
  (tx) => tx.trySend(one(2)),
);
/** What is dropped is room for one who waits to send. */
export const dropperOfAll = reserving(1, (frame) => frame.drop());
/** Its last sender has gone, and the frame is still to come. */
export const lateCommitter = reserving(
  2,
  (frame) => commit(frame, 1),
  (tx) => tx[Symbol.dispose](),
);
/** It dies instead of committing. */
export const mortal = reserving(
  2,
  () => die(),
  (tx) => tx.trySend(one(2)),
);
/** Waits for room for the next frame. */
export const waitingToReserve = reserving(1, (_, tx) => commit(wait(tx.reserve(1)), 2), committed);
/** Two tasks wait for room; the earlier gives it up, and the other has it. */
export const fickle = reserving(
  1,
  (_, tx) => {
    const executor = new Executor({ idle: parking({ spin: 0 }) });
    const early = executor.spawn(tx.reserve(1));
    const second = executor.spawn(tx.send(one(2)));
    executor.runUntilStalled();
    if (early.isFinished) executor.runUntil(early).drop();
    else early.abort();
    executor.runUntil(second);
  },
  committed,
);

// Threads that attach, before the first step.

const receiverOf = ({ rx }: Shared): Rx => shared.attachReceiver(rx, bytes());
const senderOf = ({ tx }: Shared): Tx => shared.attachSender(tx, bytes());

export const taker = seated(receiverOf, (rx) => first(wait(rx.recv())));
export const takerOfTwo = seated(receiverOf, (rx) => [first(wait(rx.recv())), first(wait(rx.recv()))]);

/** Has given its sender up, so that there is an end. */
export const takerOfAll = seated(
  (handles: Shared) => {
    senderOf(handles)[Symbol.dispose]();
    return receiverOf(handles);
  },
  (rx) => receiveAll(rx).map(first),
);

export const sender = seated(senderOf, (tx) => wait(tx.send(one(3))));

// What must have come of it.

type Answers = readonly unknown[];
export const gotFirst = (_: Shared, [, got]: Answers): void => assert.equal(got, 1);
export const gotSecond = (_: Shared, [, got]: Answers): void => assert.equal(got, 2);
export const gotBoth = (_: Shared, [, got]: Answers): void => assert.deepEqual(got, [1, 2]);
export const gotAll = (_: Shared, [, got]: Answers): void => assert.deepEqual(got, [1]);
