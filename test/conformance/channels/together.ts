/** What two see of a channel, one of whom sends and the other receives. */
import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { told, toldNow } from './ends.js';
import { isZero } from './flavours.js';
import { type ChannelCase, role } from './setting.js';

/** A receiver that tries finds nothing, then a value, then the end. */
export const tryRecv: ChannelCase = {
  roles: [
    role('rx', function* (here, held) {
      const rx = held.rx();
      assert.equal(rx.tryRecv(), PENDING);
      here.signal(0);
      if (isZero(held.flavour) && held.flavour.shared) assert.equal(yield* rx.waitToRecv(), 7);
      else {
        let found = rx.tryRecv();
        for (let turn = 1; found === PENDING; turn += 1, found = rx.tryRecv()) yield* here.turn(turn);
        assert.equal(found, 7);
      }
      yield* here.until(1);
      assert.equal(
        toldNow(() => rx.tryRecv()),
        'RecvError',
      );
    }),
    role('tx', function* (here, held) {
      yield* here.until(0);
      yield* held.tx().waitToSend(7);
      held.tx()[Symbol.dispose]();
      here.signal(1);
    }),
  ],
};

/** A receive waits for each value in turn, and learns of the end. */
export const recv: ChannelCase = {
  roles: [
    role('rx', function* (here, held) {
      for (const n of [7, 8, 9]) {
        assert.equal(yield* held.rx().recv(), n);
        yield* here.lull();
      }
      assert.equal(yield* told(held.rx().recv()), 'RecvError');
    }),
    role('tx', function* (here, held) {
      yield* here.lull();
      for (const n of [7, 8, 9]) yield* held.tx().send(n);
    }),
  ],
};

/** A receive whose limit passes takes nothing; the next one gets the value, and the one after it the end. */
export const recvTimeout: ChannelCase = {
  roles: [
    role('rx', function* (here, held) {
      const rx = held.rx();
      assert.equal(yield* told(rx.recv(3)), 'TimeoutError');
      here.signal(0);
      assert.equal(yield* rx.recv(10_000), 7);
      assert.equal(yield* told(rx.recv(10_000)), 'RecvError');
    }),
    role('tx', function* (here, held) {
      yield* here.until(0);
      yield* held.tx().send(7);
    }),
  ],
};

/** A send that tries is refused while there is no room, and for good when the receiver has gone. */
export const trySend: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      const { capacity } = held.flavour;
      const tx = held.tx();
      for (let n = 0; n < capacity; n += 1) assert.equal(tx.trySend(n), true);
      assert.equal(tx.trySend(99), false);
      here.signal(0);
      for (let turn = 1; !tx.trySend(100); turn += 1) yield* here.turn(turn);
      here.signal(1);
      yield* here.until(2);
      assert.equal(
        toldNow(() => tx.trySend(101)),
        'SendError(101)',
      );
    }),
    role('rx', function* (here, held) {
      const { capacity } = held.flavour;
      yield* here.until(0);
      for (let n = 0; n < capacity; n += 1) assert.equal(yield* held.rx().waitToRecv(), n);
      assert.equal(yield* held.rx().waitToRecv(), 100);
      yield* here.until(1);
      held.rx()[Symbol.dispose]();
      here.signal(2);
    }),
  ],
};

/** Sends wait for room, or for who takes them, and what is sent arrives in order. */
export const send: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      for (let n = 0; n < 4; n += 1) {
        yield* held.tx().send(n);
        yield* here.lull();
      }
    }),
    role('rx', function* (here, held) {
      yield* here.lull();
      for (let n = 0; n < 4; n += 1) assert.equal(yield* held.rx().recv(), n);
    }),
  ],
};

/** A send whose limit passes has sent nothing; one that finds room in time has; after the receiver none does. */
export const sendTimeout: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      const { capacity } = held.flavour;
      const tx = held.tx();
      for (let n = 0; n < capacity; n += 1) yield* tx.send(n, 10_000);
      assert.equal(yield* told(tx.send(99, 3)), 'TimeoutError');
      here.signal(0);
      yield* tx.send(100, 10_000);
      yield* here.until(1);
      assert.equal(yield* told(tx.send(101, 10_000)), 'SendError(101)');
    }),
    role('rx', function* (here, held) {
      const { capacity } = held.flavour;
      yield* here.until(0);
      for (let n = 0; n < capacity; n += 1) assert.equal(yield* held.rx().recv(), n);
      assert.equal(yield* held.rx().recv(), 100);
      held.rx()[Symbol.dispose]();
      here.signal(1);
    }),
  ],
};

/** At a rendezvous nothing is ever in the channel but what is on its way to one who waits for it. */
export const lenTogether: ChannelCase = {
  roles: [
    role('rx', function* (_, held) {
      for (let n = 0; n < 100; n += 1) {
        assert.equal(yield* held.rx().recv(), n);
        assert.ok(held.rx().end.length <= 1);
      }
    }),
    role('tx', function* (_, held) {
      for (let n = 0; n < 100; n += 1) {
        yield* held.tx().send(n);
        assert.ok(held.tx().end.length <= 1);
      }
    }),
  ],
};

/** A send that waits is woken, and refused, when the last receiver goes. */
export const disconnectWakesSender: ChannelCase = {
  roles: [
    role('tx', function* (here, held) {
      for (let n = 0; n < held.flavour.capacity; n += 1) yield* held.tx().send(n);
      here.signal(0);
      assert.equal(yield* told(held.tx().send(77)), 'SendError(77)');
    }),
    role('rx', function* (here) {
      yield* here.until(0);
      yield* here.lull();
    }),
  ],
};

/** A receive that waits is woken, and told, when the last sender goes. */
export const disconnectWakesReceiver: ChannelCase = {
  roles: [
    role('rx', function* (here, held) {
      here.signal(0);
      assert.equal(yield* told(held.rx().recv()), 'RecvError');
    }),
    role('tx', function* (here) {
      yield* here.until(0);
      yield* here.lull();
    }),
  ],
};
