/** Selects of those who have others at the other ends. */
import assert from 'node:assert/strict';
import { END, PENDING } from 'reveille';
import { toldNow } from './ends.js';
import { type ChannelCase, role } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** One channel ends while the other goes on; then it ends, too. */
export const disconnected: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 rx1', function* (here, held) {
      const both = () => ({ a: held.rx(0).next(), b: held.rx(1).next() });
      assert.deepEqual(yield* held.select(both, { timeout: 10_000 }), { key: 'a', value: END });
      here.signal(0);
      assert.equal(yield* held.rx(1).recv(), 5);
      assert.deepEqual(yield* held.select(both, { timeout: 10_000 }), { key: 'a', value: END });
      here.signal(1);
      const last = () => ({ b: held.rx(1).next() });
      assert.deepEqual(yield* held.select(last, { timeout: 10_000 }), { key: 'b', value: END });
    }),
    role('tx0 tx1', function* (here, held) {
      yield* here.lull();
      held.tx(0)[Symbol.dispose]();
      yield* here.until(0);
      yield* held.tx(1).send(5);
      yield* here.until(1);
      yield* here.lull();
    }),
  ],
};

/** A limit passes with nothing there; within the next one something comes. */
export const timeout: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 rx1', function* (here, held) {
      const both = () => ({ a: held.rx(0).receiving(), b: held.rx(1).receiving() });
      assert.equal((yield* held.select(both, { default: 0, timeout: 3 })).key, 'default');
      here.signal(0);
      assert.deepEqual(yield* held.select(both, { default: 0, timeout: 10_000 }), { key: 'b', value: 2 });
      here.signal(1);
    }),
    role('tx0 tx1', function* (here, held) {
      yield* here.until(0);
      yield* held.tx(1).send(2);
      yield* here.until(1); // a channel whose last sender goes is ready, too
    }),
  ],
};

/** A select that waits is woken by the one channel of two to which somebody comes. */
export const unblocks: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (here, held) {
      const receive = () => ({ a: held.rx(0).receiving(), b: held.rx(1).receiving() });
      assert.deepEqual(yield* held.select(receive, { timeout: 10_000 }), { key: 'b', value: 2 });
      here.signal(0);
      const send = () => ({ a: held.tx(0).sending(1), b: held.tx(1).sending(2) });
      assert.equal((yield* held.select(send, { timeout: 10_000 })).key, 'a');
    }),
    role('rx0 tx1', function* (here, held) {
      yield* here.lull();
      yield* held.tx(1).send(2);
      yield* here.until(0);
      yield* here.lull();
      assert.equal(yield* held.rx(0).recv(), 1);
    }),
  ],
};

/** Of a receive and a send both come to pass, each in its turn, as the other one is ready for them. */
export const mixed = (rounds: number): ChannelCase => ({
  channels: ['flavour', 'flavour', 3],
  roles: [
    role('rx0 tx1 tx2', function* (_, held) {
      for (const i of upTo(rounds)) {
        const keys: string[] = [];
        for (const _round of [0, 1]) {
          const { key, value } = yield* held.select(() => ({ r: held.rx(0).receiving(), s: held.tx(1).sending(i) }));
          if (key === 'r') assert.equal(value, i);
          keys.push(key);
        }
        assert.deepEqual(keys.sort(), ['r', 's']);
        yield* held.tx(2).send(i);
      }
    }),
    role('tx0 rx1 rx2', function* (_, held) {
      for (const i of upTo(rounds)) {
        yield* held.tx(0).send(i);
        assert.equal(yield* held.rx(1).recv(), i);
        assert.equal(yield* held.rx(2).recv(), i);
      }
    }),
  ],
});

/** Values come by one channel, then by the other, and each is awaited before the next. */
export const receiving: ChannelCase = {
  channels: ['flavour', 'flavour', 3],
  roles: [
    role('rx0 rx1 tx2', function* (_, held) {
      for (const i of upTo(10)) {
        for (const channel of ['b0', 'b1']) {
          const both = () => ({ b0: held.rx(0).receiving(), b1: held.rx(1).receiving() });
          assert.deepEqual(yield* held.select(both), { key: channel, value: i });
          yield* held.tx(2).send(0);
        }
      }
    }),
    role('tx0 tx1 rx2', function* (_, held) {
      for (const i of upTo(10)) {
        for (const channel of [0, 1]) {
          yield* held.tx(channel).send(i);
          yield* held.rx(2).recv();
        }
      }
    }),
  ],
};

/** What is sent to whichever is ready arrives, once at each of two who are received from in turn. */
export const sending: ChannelCase = {
  channels: ['flavour', 'flavour', 3],
  roles: [
    role('tx0 tx1 tx2', function* (_, held) {
      for (const i of upTo(10)) {
        for (const _round of [0, 1]) yield* held.select(() => ({ a: held.tx(0).sending(i), b: held.tx(1).sending(i) }));
        yield* held.tx(2).send(0);
      }
    }),
    role('rx0 rx1 rx2', function* (_, held) {
      for (const i of upTo(10)) {
        for (const channel of [0, 1, 2]) assert.equal(yield* held.rx(channel).recv(), channel === 2 ? 0 : i);
      }
    }),
  ],
};

/** Both select with a short limit, and try again. */
export const impatient: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      for (const n of upTo(10)) {
        if (n % 5 === 0) yield* here.lull();
        const send = () => ({ sent: held.tx().sending(n) });
        while ((yield* held.select(send, { default: 0, timeout: 1 })).key === 'default');
      }
    }),
    role('rx', function* (here, held) {
      for (const n of upTo(10)) {
        if (n % 5 === 3) yield* here.lull();
        const receive = () => ({ received: held.rx().receiving() });
        let got = yield* held.select(receive, { default: 0, timeout: 1 });
        while (got.key === 'default') got = yield* held.select(receive, { default: 0, timeout: 1 });
        assert.equal(got.value, n);
      }
    }),
  ],
};

/** Those who only try meet one who waits. */
export const loopTry: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 tx1', function* (here, held) {
      yield* here.lull();
      const either = () => ({ r: held.rx(0).receiving(), s: held.tx(1).sending(2) });
      const { key, value } = yield* held.select(either, { timeout: 10_000 });
      if (key === 'r') assert.equal(value, 1);
      here.signal(0);
    }),
    role('tx0', function* (here, held) {
      for (let turn = 1; here.count(0) === 0; turn += 1) {
        if (toldNow(() => held.tx(0).trySend(1)) === true) return;
        yield* here.turn(turn);
      }
    }),
    role('rx1', function* (here, held) {
      for (let turn = 1; here.count(0) === 0; turn += 1) {
        const found = toldNow(() => held.rx(1).tryRecv());
        if (found !== PENDING) return;
        yield* here.turn(turn);
      }
    }),
  ],
};

/** A sender more and one less, and the channel is as before: its value wakes the select. */
export const cloning: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 rx1', function* (here, held) {
      here.signal(0);
      const both = () => ({ a: held.rx(0).receiving(), b: held.rx(1).receiving() });
      assert.deepEqual(yield* held.select(both), { key: 'b', value: 1 });
      here.signal(1);
    }),
    role('tx0 tx1', function* (here, held) {
      yield* here.until(0);
      yield* here.lull();
      held.tx(0).clone()[Symbol.dispose]();
      held.tx(1).clone()[Symbol.dispose]();
      yield* held.tx(1).send(1);
      yield* here.until(1);
    }),
  ],
};
