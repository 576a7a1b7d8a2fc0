/** Selects that meet each other. */
import assert from 'node:assert/strict';
import { type ChannelCase, role } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Each either sends its number or receives another one's; nobody meets himself, and all are paired. */
export const matching = (count: number, extra: readonly number[] = []): ChannelCase => ({
  roles: [
    ...upTo(count).map((i) =>
      role('tx rx', function* (here, held) {
        const { key, value } = yield* held.select(() => ({ r: held.rx().receiving(), s: held.tx().sending(i) }));
        here.signal(0);
        yield* here.until(0, count); // an end that goes could be the last one of those who still wait
        return key === 'r' ? { received: value } : { sent: i };
      }),
    ),
    ...extra.map((i) =>
      role('tx', function* (here, held) {
        yield* held.tx().send(i);
        yield* here.until(0, count);
        return { sent: i };
      }),
    ),
  ],
  check(answers) {
    const met = answers as { sent?: number; received?: number }[];
    const sent = met.flatMap((one) => one.sent ?? []).sort();
    assert.deepEqual(met.flatMap((one) => one.received ?? []).sort(), sent);
    assert.equal(sent.length, (count + extra.length) / 2);
    for (const [i, { received }] of met.entries()) assert.notEqual(received, i);
  },
});

/**
 * One puts a value into its channel and then finds one in either, without waiting: another one may have taken that value, but
 * has put its own into the other channel before.
 */
export const alwaysOne = (options: { timeout?: number }): ChannelCase => ({
  channels: ['flavour', 'flavour'],
  roles: [
    role('tx0 rx0 rx1', function* (here, held) {
      for (const round of upTo(15)) {
        here.signal(0);
        yield* held.tx(0).send(round);
        const both = () => ({ a: held.rx(0).receiving(), b: held.rx(1).receiving() });
        assert.notEqual((yield* held.select(both, { default: 0, ...options })).key, 'default');
        yield* here.until(1, round + 1);
        held.rx(0).tryAll();
        held.rx(1).tryAll();
      }
      here.signal(2);
    }),
    role('tx1 rx0', function* (here, held) {
      for (const round of upTo(15)) {
        yield* here.until(0, round + 1);
        yield* held.tx(1).send(round);
        held.rx(0).tryRecv();
        here.signal(1);
      }
      yield* here.until(2); // the other one looks into the channel once more
    }),
  ],
});

/** Channels with room without end, for one and for none are all used, where a select may choose among them. */
export const ofAllSorts: ChannelCase = {
  channels: [Number.POSITIVE_INFINITY, 1, 0],
  roles: [
    role('rx0 rx1 rx2', function* (here, held) {
      const hits = [0, 0, 0];
      for (const _ of upTo(100)) {
        const all = () => ({ b0: held.rx(0).receiving(), b1: held.rx(1).receiving(), b2: held.rx(2).receiving() });
        const { key, value } = yield* held.select(all, { fair: true }, false);
        assert.equal(key, `b${value}`);
        hits[value as number]! += 1;
      }
      here.signal(0);
      return hits;
    }),
    role('tx0 tx1 tx2', function* (here, held) {
      for (const _ of upTo(100)) {
        const all = () => ({
          ...(held.tx(0).end.isEmpty ? { b0: held.tx(0).sending(0) } : {}),
          ...(held.tx(1).end.isEmpty ? { b1: held.tx(1).sending(1) } : {}),
          b2: held.tx(2).sending(2),
        });
        yield* held.select(all, { fair: true }, false);
      }
      yield* here.until(0);
    }),
  ],
  check([hits]) {
    const all = hits as number[];
    assert.equal(
      all.reduce((sum, hit) => sum + hit, 0),
      100,
    );
    assert.ok(all.filter((hit) => hit > 0).length >= 2, `of three channels ${all} were received`);
  },
};
