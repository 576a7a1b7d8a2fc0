/** Many values, and many at each end. */
import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { told } from './ends.js';
import { isZero } from './flavours.js';
import { type ChannelCase, role } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** All that one sends the other receives, once and in order, and then the end. */
export const spsc: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      for (let n = 0; n < 100; n += 1) assert.equal(yield* held.rx().recv(), n);
      assert.equal(yield* told(held.rx().recv()), 'RecvError');
    }),
    role('tx', function* (_, held) {
      for (let n = 0; n < 100; n += 1) yield* held.tx().send(n);
    }),
  ],
};

/** What several send several receive: each number as often as it was sent. */
export const mpmc: ChannelCase = {
  roles: [
    ...[0, 1].map(() => role('rx', (_, held) => held.rx().rest())),
    ...[0, 1].map(() =>
      role('tx', function* (_, held) {
        for (let n = 0; n < 30; n += 1) yield* held.tx().send(n);
      }),
    ),
  ],
  check(answers) {
    assert.deepEqual(sorted((answers as number[][]).slice(0, 2).flat()), sorted([...upTo(30), ...upTo(30)]));
  },
};

/** One value for one who waits, time and again, on a channel of its own each time. */
export const oneshots: ChannelCase = {
  channels: Array.from({ length: 10 }, () => 'flavour'),
  roles: [
    role(
      upTo(10)
        .map((n) => `rx${n}`)
        .join(' '),
      function* (_, held) {
        for (const n of upTo(10)) assert.equal(yield* held.rx(n).recv(), n);
      },
    ),
    role(
      upTo(10)
        .map((n) => `tx${n}`)
        .join(' '),
      function* (_, held) {
        for (const n of upTo(10)) yield* held.tx(n).send(n);
      },
    ),
  ],
};

/** One asks, and takes what is there by now; the other answers each request, until there are no more. */
export const requests: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx1', function* (here, held) {
      for (let count = 0, turn = 1; count < 20; turn += 1) {
        for (const n of held.rx(1).tryAll()) count += n;
        const asked = count < 20 && held.tx(0).trySend(0);
        if (asked && isZero(held.flavour)) count += yield* held.rx(1).waitToRecv();
        yield* here.turn(turn);
      }
      held.tx(0)[Symbol.dispose]();
    }),
    role('rx0 tx1', function* (_, held) {
      for (
        let got = yield* told(held.rx(0).waitToRecv());
        got !== 'RecvError';
        got = yield* told(held.rx(0).waitToRecv())
      ) {
        if ((yield* told(held.tx(1).waitToSend(1))) === 'SendError(1)') return;
      }
    }),
  ],
};

/** Both give up after a short time, and try again, until all has arrived in order. */
export const impatientTwo: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      for (const n of upTo(10)) {
        if (n % 5 === 0) yield* here.lull();
        while ((yield* told(held.tx().send(n, 1))) === 'TimeoutError');
      }
    }),
    role('rx', function* (here, held) {
      for (const n of upTo(10)) {
        if (n % 5 === 3) yield* here.lull();
        let got = yield* told(held.rx().recv(1));
        while (got === 'TimeoutError') got = yield* told(held.rx().recv(1));
        assert.equal(got, n);
      }
    }),
  ],
};

/** Who has sent a value finds one: somebody else may have taken it, but then left his own. */
export const whoSentFinds: ChannelCase = {
  roles: upTo(3).map(() =>
    role('tx rx', function* (_, held) {
      for (const _n of upTo(50)) {
        yield* held.tx().send(0);
        assert.notEqual(held.rx().tryRecv(), PENDING);
      }
    }),
  ),
};

/** What is in the channel when its last receiver goes is let go of, and its memory is empty. */
export const drops: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      for (const n of upTo(20)) yield* held.tx().send(n);
      for (let n = 0; held.tx().trySend(n) && n < 5; n += 1);
      here.signal(0);
      yield* here.until(1);
      assert.equal(held.tx().end.length, 0);
    }),
    role('rx', function* (here, held) {
      for (const n of upTo(20)) assert.equal(yield* held.rx().recv(), n);
      yield* here.until(0);
      held.rx()[Symbol.dispose]();
      here.signal(1);
    }),
  ],
};
