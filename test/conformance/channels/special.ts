/** Values that come from channels, or are channels. */
import assert from 'node:assert/strict';
import { co, PENDING } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import type { Here } from '../stage/here.js';
import { itemsOf } from './carrier.js';
import { type ChannelFlavour, makeEnds } from './flavours.js';
import { type ChannelCase, role } from './setting.js';

/** What a branch sends is received from the same channel first. */
export const recvInSend: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      yield* held.tx().send(5);
      const again = () =>
        co(function* () {
          const value = yield* held.rx().end.recv();
          yield* held.tx().end.send(value);
        });
      assert.equal((yield* held.select(() => ({ again: again() }))).key, 'again');
      assert.equal(yield* held.rx().recv(), 5);
    }),
  ],
};

/** The same where somebody has to send what is received, and somebody to receive what is sent. */
export const recvInSendOfZero: ChannelCase = {
  roles: [
    role('tx rx', function* (here, held) {
      const again = () =>
        co(function* () {
          const value = yield* held.rx().end.recv();
          here.signal(0);
          yield* held.tx().end.send(value);
        });
      assert.equal((yield* held.select(() => ({ again: again() }))).key, 'again');
    }),
    role('tx', (_, held) => held.tx().send(5)),
    role('rx', function* (here, held) {
      yield* here.until(0);
      assert.equal(yield* held.rx().recv(), 5);
    }),
  ],
};

const HANDS = 10;

/** A receiver as a value: itself, or what another thread can attach. */
const asValue = (rx: Receiver<unknown>): unknown => (rx.toString().includes('shared') ? rx.share() : rx);

const fromValue = (value: unknown, { carrier }: ChannelFlavour): Receiver<unknown> =>
  typeof value === 'object' && value !== null && 'tryRecv' in value
    ? (value as Receiver<unknown>)
    : shared.attachReceiver(value as EndHandle, itemsOf(carrier));

/** Each channel brings the receiver of the next one. */
export const handedOn: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      let tx = held.tx().end.clone();
      held.tx()[Symbol.dispose]();
      for (let n = 0; n < HANDS; n += 1) {
        const [nextTx, nextRx] = makeEnds(held.flavour, held.flavour.capacity);
        yield* put(here, tx, asValue(nextRx));
        if (held.flavour.shared) nextRx[Symbol.dispose](); // its handle is an end
        tx[Symbol.dispose]();
        tx = nextTx;
      }
      yield* put(here, tx, 'the last');
      tx[Symbol.dispose]();
      yield* here.until(0); // a thread that has ended answers no more questions about its handles
    }),
    role('rx', function* (here, held) {
      let rx = held.rx().end.clone();
      for (let n = 0; n < HANDS; n += 1) {
        const next = fromValue(yield* get(here, rx), held.flavour);
        rx[Symbol.dispose]();
        rx = next;
      }
      assert.equal(yield* get(here, rx), 'the last');
      rx[Symbol.dispose]();
      here.signal(0);
    }),
  ],
};

/** The same by selects. */
export const handedOnBySelect: ChannelCase = { ...handedOn, bySelect: true };

function put(here: Here, tx: Sender<unknown>, value: unknown) {
  const attempt = () => (tx.trySend(value) ? undefined : PENDING);
  return here.take<void>({ try: attempt, wait: () => tx.send(value), block: () => tx.sendBlocking(value) });
}

function get(here: Here, rx: Receiver<unknown>) {
  const tries = here.tries && rx.capacity > 0;
  return here.take<unknown>({ try: () => rx.tryRecv(), wait: () => rx.recv(), block: () => rx.recvBlocking() }, tries);
}
