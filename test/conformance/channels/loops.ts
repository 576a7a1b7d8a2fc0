/** Loops over what a channel brings. */
import assert from 'node:assert/strict';
import { END } from 'reveille';
import { told } from './ends.js';
import { type ChannelCase, type Held, role } from './setting.js';

/** What `next` answers until it answers the end, which an iterator's loop is. */
function* eachOf(held: Held, visit: (n: number) => boolean) {
  for (;;) {
    const { value } = yield* held.select(() => ({ next: held.rx().next() }));
    if (value === END || !visit(value as number)) return;
  }
}

/** A loop adds up all that comes, and tells the sum by another channel. */
export const nestedIter: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 tx1', function* (_, held) {
      let sum = 0;
      yield* eachOf(held, (n) => {
        sum += n;
        return true;
      });
      yield* held.tx(1).send(sum);
    }),
    role('tx0 rx1', function* (_, held) {
      for (const n of [3, 1, 2]) yield* held.tx(0).send(n);
      held.tx(0)[Symbol.dispose]();
      assert.equal(yield* held.rx(1).recv(), 6);
    }),
  ],
};

/** A loop that is left takes no more than it has seen. */
export const iterBreak: ChannelCase = {
  channels: ['flavour', 'flavour'],
  roles: [
    role('rx0 tx1', function* (_, held) {
      let count = 0;
      yield* eachOf(held, (n) => {
        if (count >= 3) return false;
        count += n;
        return true;
      });
      yield* held.tx(1).send(count);
    }),
    role('tx0 rx1', function* (_, held) {
      for (const _n of [0, 1, 2]) yield* held.tx(0).send(2);
      yield* told(held.tx(0).send(2, 2)); // refused, where the loop is over by now
      held.tx(0)[Symbol.dispose]();
      assert.equal(yield* held.rx(1).recv(), 4);
    }),
  ],
};

/** What is there when the last sender has gone is looped over, then nothing. */
export const iterOfLeft: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const fits = Math.min(held.flavour.capacity, 2);
      for (let n = 0; n < fits; n += 1) yield* held.tx().send(n);
      held.tx()[Symbol.dispose]();
      const seen: number[] = [];
      yield* eachOf(held, (n) => seen.push(n) > 0);
      assert.deepEqual(seen, [0, 1].slice(0, fits));
    }),
  ],
};
