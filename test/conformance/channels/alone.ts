/** What one thread sees of a channel of which it has both ends. */
import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { told, toldNow } from './ends.js';
import { type ChannelCase, role } from './setting.js';

/** A value goes in and comes out, at once and by waiting; then there is none. */
export const smoke: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const [tx, rx] = [held.tx(), held.rx()];
      yield* tx.send(7);
      assert.equal(rx.tryRecv(), 7);
      assert.equal(tx.trySend(8), true);
      assert.equal(yield* rx.recv(), 8);
      assert.equal(rx.tryRecv(), PENDING);
      assert.equal(yield* told(rx.recv(2)), 'TimeoutError');
    }),
  ],
};

/** At a rendezvous nothing goes in by itself, and nothing comes out. */
export const zeroSmoke: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      assert.equal(held.tx().trySend(7), false);
      assert.equal(held.rx().tryRecv(), PENDING);
    }),
  ],
};

/** Both ends tell how much fits. */
export const capacity: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const { capacity, shared, name } = held.flavour;
      const expected = shared && name.includes('unbounded') ? 10_000 : capacity;
      assert.deepEqual([held.tx().end.capacity, held.rx().end.capacity], [expected, expected]);
    }),
  ],
};

/** Length, empty and full follow each send and each receive, at both ends. */
export const lenEmptyFull: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const [tx, rx] = [held.tx(), held.rx()];
      const most = Math.min(held.flavour.capacity, 5);
      const seen = (length: number): void => {
        const expected = [length, length === 0, length === held.flavour.capacity];
        for (const end of [tx.end, rx.end]) assert.deepEqual([end.length, end.isEmpty, end.isFull], expected);
      };
      for (let length = 0; length < most; length += 1) {
        seen(length);
        yield* tx.send(length);
      }
      seen(most);
      for (let length = most - 1; length >= 0; length -= 1) {
        yield* rx.recv();
        seen(length);
      }
    }),
  ],
};

/** Without a limit a send never has to wait; the last receiver's end refuses it. */
export const sendWithoutLimit: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const [tx, rx] = [held.tx(), held.rx()];
      for (let n = 0; n < 200; n += 1) {
        if (n % 2 === 0) assert.equal(tx.trySend(n), true);
        else yield* tx.send(n, 1_000);
      }
      rx[Symbol.dispose]();
      assert.equal(
        toldNow(() => tx.trySend(777)),
        'SendError(777)',
      );
      assert.equal(yield* told(tx.send(777)), 'SendError(777)');
      assert.equal(yield* told(tx.send(777, 0)), 'SendError(777)');
    }),
  ],
};

/** Once no receiver is left, each way to send hands its value back, whatever was in the channel. */
export const sendAfterDisconnect: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const tx = held.tx();
      const fits = Math.min(held.flavour.capacity, 3);
      for (let n = 0; n < fits; n += 1) yield* tx.send(n);
      held.rx()[Symbol.dispose]();
      assert.equal(yield* told(tx.send(4)), 'SendError(4)');
      assert.equal(
        toldNow(() => tx.trySend(5)),
        'SendError(5)',
      );
      assert.equal(yield* told(tx.send(6, 500)), 'SendError(6)');
    }),
  ],
};

/** Once no sender is left, what is in the channel is received, and then its end. */
export const recvAfterDisconnect: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const [tx, rx] = [held.tx(), held.rx()];
      const fits = Math.min(held.flavour.capacity, 3);
      for (let n = 0; n < fits; n += 1) yield* tx.send(n);
      tx[Symbol.dispose]();
      for (let n = 0; n < fits; n += 1) assert.equal(yield* rx.recv(), n);
      assert.equal(yield* told(rx.recv()), 'RecvError');
      assert.equal(
        toldNow(() => rx.tryRecv()),
        'RecvError',
      );
      assert.equal(yield* told(rx.recv(500)), 'RecvError');
    }),
  ],
};

/** The length follows, time and again around the ring. */
export const lenAlone: ChannelCase = {
  roles: [
    role('tx rx', function* (_, held) {
      const [tx, rx] = [held.tx(), held.rx()];
      const most = Math.min(held.flavour.capacity, 50);
      for (let round = 0; round < 5; round += 1) {
        for (let n = 0; n < most; n += 1) {
          yield* tx.send(n);
          assert.equal(tx.end.length, n + 1);
        }
        for (let n = 0; n < most; n += 1) {
          yield* rx.recv();
          assert.equal(rx.end.length, most - n - 1);
        }
      }
    }),
  ],
};
