import assert from 'node:assert/strict';
import { told } from './ends.js';
import { type ChannelCase, role } from './setting.js';

/** Batches are sent as there is room, and received as much as is there: all in order, none of them empty. */
export const batches: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      const all: number[] = [];
      while (all.length < 60) {
        const batch = yield* held.rx().recvMany(16);
        assert.ok(batch.length > 0 && batch.length <= 16);
        all.push(...batch);
      }
      assert.deepEqual(
        all,
        Array.from({ length: 60 }, (_n, n) => n),
      );
      assert.equal(yield* told(held.rx().recvMany(16)), 'RecvError');
    }),
    role('tx', function* (_, held) {
      for (let n = 0; n < 60; n += 20) yield* held.tx().sendMany(Array.from({ length: 20 }, (_n, i) => n + i));
    }),
  ],
};
