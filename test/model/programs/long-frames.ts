/**
 * Long frames that share a channel with short ones. Whoever was passed over too often has the turn, and all others leave room
 * for its frame. It has the turn before the first step here, for until then it is passed over several times.
 */
import assert from 'node:assert/strict';
import { Executor, type Future, pollFn } from 'reveille';
import { type Receiver, type Sender, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { parking } from 'reveille/executor';
import { type EndsOf, handlesOf, owner, type Shared, wait } from './channel-owner.js';
import { seated } from './seated.js';

type Tx = Sender<Uint8Array>;
type Rx = Receiver<Uint8Array>;

const short = () => new Uint8Array(1);
/** As long as a frame of this channel may be: one short one and it fit, or three short ones. */
const long = () => new Uint8Array(24);

/** A channel with so many short frames in. */
function filled(frames: number): EndsOf<Uint8Array> {
  const ends = shared.bounded(8, bytes(), { threads: 2, bytes: 80 });
  for (let frame = 0; frame < frames; frame += 1) assert.ok(ends[0].trySend(short()));
  return ends;
}

const filling = <T>(run: (tx: Tx, rx: Rx) => T) =>
  owner(
    () => filled(2),
    (tx, rx) => [tx, rx],
    run,
  );

/** Tries to send a short frame, for which there is room; then it makes room for a long one. */
export const filler = filling((tx, rx) => {
  const sent = tx.trySend(short());
  wait(rx.recv());
  return sent;
});

/** Waits until it may send a short frame, though there is room. */
export const patientFiller = filling((tx) => wait(tx.send(short())));

/** Waits to send a short frame, and is the first to be called when there is room; it needs more room if a long one went in. */
export function* refiller(): Generator<object, boolean, Shared> {
  const [tx, rx] = filled(3);
  const handles = handlesOf([tx, rx]);
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const sending = executor.spawn(tx.send(short()));
  executor.runUntilStalled();
  yield handles;
  for (let frame = 0; frame < 2; frame += 1) rx.tryRecv();
  executor.runUntilStalled();
  const atOnce = sending.isFinished;
  if (!atOnce) rx.tryRecv();
  executor.runUntil(sending);
  return atOnce;
}

/** Waits to send, and was passed over until it had the turn. */
function passedOver({ tx }: Shared): Future<void> {
  const sending = shared.attachSender(tx, bytes()).send(long());
  for (let poll = 0; poll < 6; poll += 1) {
    wait(
      pollFn((cx) => {
        sending.poll(cx);
        return undefined;
      }),
    );
  }
  return sending;
}

export const longSender = seated(passedOver, (sending) => wait(sending));
/** Does not want to send any more. */
export const quitter = seated(passedOver, (sending) => sending[Symbol.dispose]());

export const refused = (_: Shared, [sent]: readonly unknown[]): void => assert.equal(sent, false);
