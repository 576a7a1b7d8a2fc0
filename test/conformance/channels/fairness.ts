/** Selects whose branches are ready all the time, which must have their turns. */
import assert from 'node:assert/strict';
import { type ChannelCase, type Held, role } from './setting.js';

const ROUNDS = 100;
const fair = { fair: true };

/** Sees that all of them have been chosen a good number of times: far fewer than must be expected. */
function assertSpread(hits: readonly number[], rounds: number): void {
  const least = rounds / hits.length / 10;
  assert.equal(
    hits.reduce((sum, hit) => sum + hit, 0),
    rounds,
  );
  for (const [branch, hit] of hits.entries()) assert.ok(hit >= least, `branch ${branch} of ${hits.length}: ${hits}`);
}

const fiveTimes = <T>(what: () => T): Record<string, T> =>
  Object.fromEntries(['0', '1', '2', '3', '4'].map((key) => [`b${key}`, what()]));

/** Both channels always have something: each is received from. */
export const fairness: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (_, held) {
      const hits = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const channel of [0, 1]) if (held.tx(channel).end.isEmpty) yield* held.tx(channel).send(channel);
        const branches = () => ({ b0: held.rx(0).receiving(), b1: held.rx(1).receiving() });
        const { key, value } = yield* held.select(branches, fair);
        assert.equal(key, `b${value}`);
        hits[value as number]! += 1;
      }
      assertSpread(hits, ROUNDS);
    }),
  ],
};

/** Rooms for both: each is sent to. */
export const fairnessOfSends: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx0 tx1 rx1', function* (_, held) {
      const hits = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const branches = () => ({ b0: held.tx(0).sending(0), b1: held.tx(1).sending(1) });
        const { key } = yield* held.select(branches, fair);
        const channel = Number(key.slice(1));
        assert.equal(yield* held.rx(channel).recv(), channel);
        hits[channel]! += 1;
      }
      assertSpread(hits, ROUNDS);
    }),
  ],
};

/** One receiver in five branches: each of them receives. */
export const fairnessOfDuplicates: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      const hits = [0, 0, 0, 0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const { key } = yield* held.select(() => fiveTimes(() => held.rx().receiving()), fair);
        hits[Number(key.slice(1))]! += 1;
      }
      assertSpread(hits, ROUNDS);
    }),
    role('tx', function* (_, held) {
      for (let n = 0; n < ROUNDS; n += 1) yield* held.tx().send(n);
    }),
  ],
};

/** A select of two sends and a select of two receives meet on both channels. */
export const fairnessOfRendezvous: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 rx1', function* (here, held) {
      const hits = yield* counted(held, () => ({ b0: held.rx(0).receiving(), b1: held.rx(1).receiving() }));
      here.signal(0);
      return hits;
    }),
    role('tx0 tx1', function* (here, held) {
      const hits = yield* counted(held, () => ({ b0: held.tx(0).sending(0), b1: held.tx(1).sending(1) }));
      yield* here.until(0); // what was sent last may be on its way, on one channel, while the other has ended
      return hits;
    }),
  ],
  check([received, sent]) {
    assert.deepEqual(received, sent);
    assertSpread(received as number[], ROUNDS);
  },
};

function* counted(held: Held, branches: Parameters<Held['select']>[0]) {
  const hits = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { key } = yield* held.select(branches, fair);
    hits[Number(key.slice(1))]! += 1;
  }
  return hits;
}
