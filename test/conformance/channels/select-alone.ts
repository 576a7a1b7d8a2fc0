/** Selects of one who has all ends. */
import assert from 'node:assert/strict';
import { END } from 'reveille';
import { after, never, tick } from 'reveille/channel';
import { told } from './ends.js';
import { type ChannelCase, type Held, role } from './setting.js';

const FIVE = [0, 1, 2, 3, 4];
const receives = (held: Held, ...channels: number[]) =>
  Object.fromEntries(channels.map((channel) => [`b${channel}`, held.rx(channel).receiving()]));

/** The channel that has something is chosen, wherever it stands. */
export const chosen: ChannelCase = {
  channels: FIVE.map(() => 'flavour'),
  roles: [
    role(FIVE.map((channel) => `tx${channel} rx${channel}`).join(' '), function* (_, held) {
      for (const channel of [0, 1, 4]) {
        yield* held.tx(channel).send(channel);
        const { key, value } = yield* held.select(() => receives(held, ...FIVE));
        assert.deepEqual([key, value], [`b${channel}`, channel]);
      }
    }),
  ],
};

/** A default is for when no branch is ready; that a channel has ended is an answer, and so is a value. */
export const byDefault: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (_, held) {
      const both = () => ({ a: held.rx(0).next(), b: held.rx(1).next() });
      const options = { default: 'none' };
      assert.deepEqual(yield* held.select(both, options), { key: 'default', value: 'none' });
      held.tx(0)[Symbol.dispose]();
      assert.deepEqual(yield* held.select(both, options), { key: 'a', value: END });
      yield* held.tx(1).send(2);
      assert.deepEqual(yield* held.select(() => ({ b: held.rx(1).next() }), options), { key: 'b', value: 2 });
      assert.equal((yield* held.select(() => ({ b: held.rx(1).next() }), options)).key, 'default');
    }),
  ],
};

/** Branches that can only fail do so before the default has its turn, with and without a limit. */
export const defaultWhenDisconnected: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 tx1', function* (_, held) {
      for (const options of [{ default: 0 }, { default: 0, timeout: 1_000 }]) {
        const receive = held.select(() => ({ a: held.rx(0).receiving() }), options);
        assert.equal(yield* told(receive), 'RecvError');
        assert.equal(yield* told(held.select(() => ({ a: held.tx(1).sending(7) }), options)), 'SendError(7)');
      }
    }),
  ],
};

/** With nothing that could become ready the default comes at once, or after its limit. */
export const defaultOnly: ChannelCase = {
  channels: [],
  roles: [
    role('', function* (_, held) {
      const nothing = () => ({ a: never().recv() });
      assert.equal((yield* held.select(nothing, { default: 0 })).key, 'default');
      const start = performance.now();
      assert.equal((yield* held.select(nothing, { default: 0, timeout: 3 })).key, 'default');
      assert.ok(performance.now() - start >= 2.9);
    }),
  ],
};

/** What is in the channel comes first, the end afterwards. */
export const preflight: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      held.tx().clone()[Symbol.dispose]();
      yield* held.tx().send(1);
      held.tx()[Symbol.dispose]();
      assert.equal((yield* held.select(() => ({ a: held.rx().receiving() }))).value, 1);
      assert.equal(yield* told(held.select(() => ({ a: held.rx().receiving() }))), 'RecvError');
    }),
  ],
};

/** Two receives and two sends of one channel in a fair select: each of them is chosen some time. */
export const duplicates: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const [tx, rx] = [held.tx(), held.rx()];
      const all = () => ({ r0: rx.receiving(), r1: rx.receiving(), s0: tx.sending(0), s1: tx.sending(0) });
      const hit = new Set<string>();
      for (let n = 0; n < 1_000 && hit.size < 4; n += 1) hit.add((yield* held.select(all, { fair: true })).key);
      assert.equal(hit.size, 4);
    }),
  ],
};

/** A select within what another one has chosen. */
export const nested: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      for (const n of [0, 1]) {
        assert.equal((yield* held.select(() => ({ s: held.tx().sending(n) }))).key, 's');
        assert.equal((yield* held.select(() => ({ r: held.rx().receiving() }))).value, n);
      }
    }),
  ],
};

/** One channel may be sent to, and then received from, by the same select. */
export const sendRecvSameChannel: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const both = () => ({ s: held.tx().sending(0), r: held.rx().receiving() });
      const expected = held.flavour.capacity === 0 ? 'default' : 's';
      assert.equal((yield* held.select(both, { default: 0, timeout: 3 })).key, expected);
    }),
  ],
};

/** In the order of the record, unless told otherwise, whatever else is ready. */
export const biased = (options: { timeout?: number; default?: unknown }): ChannelCase => ({
  channels: ['flavour', 'flavour', 'flavour'],
  roles: [
    role('tx0 rx0 tx1 rx1 tx2 rx2', function* (_, held) {
      const fits = Math.min(held.flavour.capacity, 10);
      for (const channel of [0, 1, 2]) for (let n = 0; n < fits; n += 1) yield* held.tx(channel).send(channel);
      const order: unknown[] = [];
      for (let n = 0; n < 2 * fits; n += 1)
        order.push((yield* held.select(() => receives(held, 0, 1, 2), options)).value);
      assert.deepEqual(order, [...Array(fits).fill(0), ...Array(fits).fill(1)]);
    }),
  ],
});

/** Two channels that are never empty, a time that has come, and a beat: a fair select takes from all. */
export const fairWithClocks: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (_, held) {
      const hits = new Map<string, number>();
      for (let round = 0; round < 100; round += 1) {
        for (const channel of [0, 1]) if (held.tx(channel).end.isEmpty) yield* held.tx(channel).send(channel);
        const all = () => ({ ...receives(held, 0, 1), after: after(0).recv(), tick: tick(0.001).recv() });
        const { key } = yield* held.select(all, { fair: true });
        hits.set(key, (hits.get(key) ?? 0) + 1);
      }
      for (const key of ['b0', 'b1', 'after']) assert.ok((hits.get(key) ?? 0) >= 5, `${key} of ${[...hits.entries()]}`);
    }),
  ],
};
