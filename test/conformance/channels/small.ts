/** The many small cases of std's mpsc: one value, one end that goes, who knows of it. */
import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { told, toldNow } from './ends.js';
import { type ChannelCase, role } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Both ends go while something is in it. */
export const dropFull: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      for (const _n of [0, 1]) held.tx().clone()[Symbol.dispose]();
      yield* held.tx().send(1);
      assert.equal(held.tx().end.isClosed, false);
    }),
  ],
};

/** A clone sends as well as the one that it was made from. */
export const smokeOfClone: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      yield* held.tx().send(1);
      assert.equal(yield* held.rx().recv(), 1);
      using other = held.tx().clone();
      yield* other.send(2);
      assert.equal(yield* held.rx().recv(), 2);
    }),
  ],
};

/** One value from one to another. */
export const oneValue: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      assert.equal(yield* held.rx().recv(), 10);
    }),
    role('tx', (_, held) => held.tx().send(10)),
  ],
};

/** A clone that outlives the first sender learns of the receiver's end. */
export const portGone: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      held.rx()[Symbol.dispose]();
      using other = held.tx().clone();
      held.tx()[Symbol.dispose]();
      assert.equal(yield* told(other.send(1)), 'SendError(1)');
      assert.equal(
        toldNow(() => other.trySend(2)),
        'SendError(2)',
      );
    }),
  ],
};

/** Sends go on until the receiver has gone. */
export const portGoneMeanwhile: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      using other = held.tx().clone();
      for (let n = 0; (yield* told(held.tx().send(n))) === undefined; n += 1) {
        if ((yield* told(other.send(n))) !== undefined) return;
        yield* here.turn(n); // a channel without limit would hold the only thread for ever
      }
    }),
    role('rx', (_, held) => held.rx().recv()),
  ],
};

/** All senders go. */
export const chanGone: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const other = held.tx().clone();
      held.tx()[Symbol.dispose]();
      assert.equal(held.rx().tryRecv(), PENDING);
      other[Symbol.dispose]();
      assert.equal(yield* told(held.rx().recv()), 'RecvError');
      for (const _n of [0, 1])
        assert.equal(
          toldNow(() => held.rx().tryRecv()),
          'RecvError',
        );
    }),
  ],
};

/** Receives go on until the sender has gone. */
export const chanGoneMeanwhile: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      assert.deepEqual(yield* held.rx().rest(), [1, 2]);
    }),
    role('tx', function* (_, held) {
      for (const n of [1, 2]) yield* held.tx().send(n);
    }),
  ],
};

/** Several send, one receives as many as they were, and then finds the end. */
export const severalSenders: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      for (const _n of upTo(60)) assert.equal(yield* held.rx().recv(), 1);
      assert.equal(yield* told(held.rx().recv()), 'RecvError');
    }),
    ...upTo(3).map(() =>
      role('tx', function* (_, held) {
        for (const _n of upTo(20)) yield* held.tx().send(1);
      }),
    ),
  ],
};

/** The same with a receiver that gives up after a while, and comes again. */
export const severalSendersToImpatient: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      let count = 0;
      for (;;) {
        const got = yield* told(held.rx().recv(1));
        if (got === 'RecvError') break;
        if (got !== 'TimeoutError') count += 1;
      }
      assert.equal(count, 15);
    }),
    ...upTo(3).map((n) =>
      role('tx', function* (here, held) {
        for (const _n of upTo(n)) yield* here.lull();
        for (const _n of upTo(5)) yield* held.tx().send(1);
      }),
    ),
  ],
};

/** One asks by one channel, and the other answers by another. */
export const inTurn: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 tx1', function* (_, held) {
      assert.equal(yield* held.rx(0).recv(), 1);
      yield* held.tx(1).send(2);
    }),
    role('tx0 rx1', function* (_, held) {
      yield* held.tx(0).send(1);
      assert.equal(yield* held.rx(1).recv(), 2);
    }),
  ],
};

/** A receiver that was there for one value goes while senders are still there. */
export const goesWhileSending: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 tx1', function* (_, held) {
      yield* held.rx(0).recv();
      held.rx(0)[Symbol.dispose]();
      yield* held.tx(1).send(1);
    }),
    role('tx0 rx1', function* (here, held) {
      yield* here.lull();
      using other = held.tx(0).clone();
      held.tx(0)[Symbol.dispose]();
      yield* other.send(1);
      assert.equal(yield* held.rx(1).recv(), 1);
    }),
  ],
};

/** Who tries sees each state: nothing, a value, nothing, the end. */
export const tryRecvStates: ChannelCase = {
  roles: [
    role('rx', function* (here, held) {
      assert.equal(held.rx().tryRecv(), PENDING);
      here.signal(0);
      yield* here.until(1);
      assert.deepEqual([held.rx().tryRecv(), held.rx().tryRecv()], [1, PENDING]);
      here.signal(0);
      yield* here.until(1, 2);
      assert.equal(
        toldNow(() => held.rx().tryRecv()),
        'RecvError',
      );
    }),
    role('tx', function* (here, held) {
      yield* here.until(0);
      yield* held.tx().send(1);
      here.signal(1);
      yield* here.until(0, 2);
      held.tx()[Symbol.dispose]();
      here.signal(1);
    }),
  ],
};

/** Two who wait to send are both refused when the receiver goes. */
export const twoAreRefused: ChannelCase = {
  roles: [
    ...[1, 2].map((n) =>
      role('tx', function* (here, held) {
        for (let fits = 0; held.tx().trySend(0) && fits < held.flavour.capacity; fits += 1);
        here.signal(0);
        assert.equal(yield* told(held.tx().send(n)), `SendError(${n})`);
      }),
    ),
    role('rx', function* (here) {
      yield* here.until(0, 2);
      yield* here.lull();
    }),
  ],
};
