/** Cases of the tests of Go's runtime, in which many meet. */
import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { told, toldNow } from './ends.js';
import { type ChannelCase, type Held, role } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const flavours = (count: number) => upTo(count).map(() => 'flavour' as const);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** Receives of an empty channel wait, one that tries does not; each gets one of what is then sent. */
export const emptyBlocks: ChannelCase = {
  roles: [
    ...[0, 1].map(() =>
      role('rx', function* (here, held) {
        here.signal(0);
        const got = yield* held.rx().waitToRecv();
        here.signal(1);
        return got;
      }),
    ),
    role('tx rx', function* (here, held) {
      yield* here.until(0, 2);
      yield* here.lull();
      assert.deepEqual([here.count(1), held.rx().tryRecv()], [0, PENDING]);
      for (const n of [1, 2]) yield* held.tx().send(n);
    }),
  ],
  check: ([a, b]) => assert.deepEqual(sorted([a as number, b as number]), [1, 2]),
};

/** One value, and two who look for it at once: the one who may not wait finds it, or the other one has. */
export const nonblockRecvRace: ChannelCase = {
  channels: flavours(8),
  roles: [
    role(
      upTo(8)
        .map((c) => `tx${c} rx${c}`)
        .join(' '),
      function* (here, held) {
        let got = 0;
        for (const c of upTo(8)) {
          yield* held.tx(c).send(c);
          here.signal(0);
          if (toldNow(() => held.rx(c).tryRecv()) === c) got += 1;
          held.tx(c)[Symbol.dispose]();
        }
        return got;
      },
    ),
    role(
      upTo(8)
        .map((c) => `rx${c}`)
        .join(' '),
      function* (here, held) {
        let got = 0;
        for (const c of upTo(8)) {
          yield* here.until(0, c + 1);
          const found = yield* told(held.select(() => ({ c: held.rx(c).receiving() }), { default: PENDING }));
          if (typeof found === 'object' && found.value === c) got += 1;
        }
        return got;
      },
    ),
  ],
  check: ([mine, other]) => assert.equal((mine as number) + (other as number), 8),
};

/** Two who send and receive on one channel in one select, in either order: nobody hangs. */
export const selfSelect: ChannelCase = {
  roles: [0, 1].map((p) =>
    role('tx rx', function* (here, held) {
      const s = () => held.tx().sending(p);
      const r = () => held.rx().receiving();
      for (const i of upTo(30)) {
        const branches = () => (p === 0 || i % 2 === 0 ? { s: s(), r: r() } : { r: r(), s: s() });
        const { key, value } = yield* held.select(branches, { timeout: 20, default: 'alone' });
        if (key === 'default') break; // the other one may be through, and have met somebody twice
        if (key === 'r' && held.rx().isRendezvous && !held.flavour.shared) assert.notEqual(value, p);
      }
      here.signal(0);
      yield* here.until(0, 2);
    }),
  ),
};

/** Direct and selected sends and receives of four channels all come to an end. */
export const selectStress: ChannelCase = {
  channels: flavours(2),
  roles: [
    role('tx0 tx1', (_, held) => selected(held, (c) => held.tx(c).sending(1))),
    role('rx0 rx1', (_, held) => selected(held, (c) => held.rx(c).receiving())),
    ...[0, 1].flatMap((c) => [
      role(`tx${c}`, function* (_, held) {
        for (const _n of upTo(20)) yield* held.tx(c).send(1);
      }),
      role(`rx${c}`, function* (_, held) {
        for (const _n of upTo(20)) assert.equal(yield* held.rx(c).recv(), 1);
      }),
    ]),
  ],
};

function* selected(held: Held, branch: (channel: number) => ReturnType<Parameters<Held['select']>[0]>[string]) {
  const left = new Map([0, 1].map((c) => [`c${c}`, { c, n: 20 }]));
  while (left.size > 0) {
    const open = [...left.entries()];
    const { key } = yield* held.select(() => Object.fromEntries(open.map(([name, { c }]) => [name, branch(c)])));
    const one = left.get(key);
    if (one !== undefined) one.n -= 1;
    if (one?.n === 0) left.delete(key);
  }
}

/** Which of two sends a fair select does is not to be foretold. */
export const pseudoRandomSend: ChannelCase = {
  roles: [
    role('tx', function* (_, held) {
      const either = () => ({ one: held.tx().sending(1), zero: held.tx().sending(0) });
      for (const _n of upTo(60)) yield* held.select(either, { fair: true });
    }),
    role('rx', function* (_, held) {
      let ones = 0;
      for (const _n of upTo(60)) ones += yield* held.rx().recv();
      assert.ok(ones > 6 && ones < 54, `${ones} of 60`);
    }),
  ],
};

/** Work from one channel to another by several: all of it, and then both end. */
export const multiConsumer: ChannelCase = {
  channels: flavours(2),
  roles: [
    role('rx1', (_, held) => held.rx(1).rest()),
    role('tx0', function* (_, held) {
      for (const n of upTo(30)) yield* held.tx(0).send(n);
    }),
    ...upTo(3).map(() =>
      role('rx0 tx1', function* (_, held) {
        for (let got = yield* told(held.rx(0).recv()); got !== 'RecvError'; got = yield* told(held.rx(0).recv())) {
          yield* held.tx(1).send(got as number);
        }
      }),
    ),
  ],
  check: ([all]) => assert.deepEqual(sorted(all as number[]), upTo(30)),
};

/** A select that was done by one channel is no longer in the way at another one. */
export const selectDuplicateChannel: ChannelCase = {
  channels: flavours(3),
  roles: [
    role('rx0 rx1 rx2 tx2', function* (_, held) {
      const all = () => ({ c: held.rx(0).receiving(), d: held.rx(1).receiving(), e: held.rx(2).receiving() });
      assert.deepEqual(yield* held.select(all), { key: 'd', value: 7 });
      yield* held.tx(2).send(9);
    }),
    role('rx0', function* (here, held) {
      yield* here.until(0);
      assert.equal(yield* held.rx(0).recv(), 8);
    }),
    role('tx0 tx1 rx2', function* (here, held) {
      yield* here.lull();
      yield* held.tx(1).send(7);
      here.signal(0);
      assert.equal(yield* held.rx(2).recv(), 9);
      yield* held.tx(0).send(8);
    }),
  ],
};
