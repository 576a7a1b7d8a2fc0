import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { type EndHandle, SendError, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { type Pit, pit, sleepForEver } from './pit.js';

const FRAME = 1_000;

const waitToReceive: Pit<EndHandle>['block'] = (handle, ready) => {
  const rx = shared.attachReceiver(handle, 'i32');
  ready();
  rx.recvBlocking();
};

const waitToSend: Pit<EndHandle>['block'] = (handle, ready) => {
  const tx = shared.attachSender(handle, 'i32');
  ready();
  tx.sendBlocking(2);
};

/** Who only tries hears of the end, too; the watchdog says how long that may take. */
async function untilClosed(trySend: () => boolean): Promise<void> {
  for (;;) {
    try {
      if (!trySend()) await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      assert.ok(error instanceof SendError);
      return;
    }
  }
}

/** Threads that die while they wait at a channel. What they would have sent was not, and what they waited for is not gone. */
export const CHANNEL_PITS: readonly Pit[] = [
  pit<EndHandle>(
    'receive: block',
    () => {
      const [tx, rx] = shared.bounded(2, 'i32');
      const handle = rx.share();
      rx[Symbol.dispose]();
      return { handle, check: () => untilClosed(() => tx.trySend(1)), own: [tx] };
    },
    waitToReceive,
  ),
  pit<EndHandle>(
    'receive: block',
    () => {
      const [tx, rx] = shared.unbounded('i32');
      const check = (): void => {
        assert.ok(tx.trySend(7));
        assert.equal(rx.tryRecv(), 7, 'it was not kept for the dead one');
      };
      return { handle: rx.share(), check, own: [tx, rx] };
    },
    waitToReceive,
  ),
  pit<EndHandle>(
    'receive: block',
    () => {
      const [tx, rx] = shared.bounded(0, 'i32');
      return {
        handle: rx.share(),
        check: () => assert.equal(tx.trySend(7), false, 'a dead one takes nothing'),
        own: [tx, rx],
      };
    },
    waitToReceive,
  ),
  pit<EndHandle>(
    'send: block',
    () => {
      const [tx, rx] = shared.bounded(1, 'i32');
      tx.sendBlocking(1);
      const check = (): void => {
        assert.deepEqual([rx.tryRecv(), rx.tryRecv()], [1, PENDING], 'what waited was not sent');
      };
      return { handle: tx.share(), check, own: [tx, rx] };
    },
    waitToSend,
  ),
  pit<EndHandle>(
    'send: block',
    () => {
      const [tx, rx] = shared.bounded(0, 'i32');
      return {
        handle: tx.share(),
        check: () => assert.equal(rx.tryRecv(), PENDING, 'what waited was not sent'),
        own: [tx, rx],
      };
    },
    waitToSend,
  ),
  pit<EndHandle>(
    'send: many, blocking',
    () => {
      const [tx, rx] = shared.bounded(1, 'f64');
      const check = (): void => {
        const found = [rx.tryRecv(), rx.tryRecv()];
        assert.ok(found[0] === 1.5 || found[0] === PENDING);
        assert.equal(found[1], PENDING, 'what waited was not sent');
      };
      return { handle: tx.share(), check, mayBreak: true, own: [tx, rx] };
    },
    (handle, ready) => {
      const tx = shared.attachSender(handle, 'f64');
      ready();
      tx.sendManyBlocking([1.5, 2.5]);
    },
  ),
  pit<EndHandle>(
    'send: reserve, blocking',
    () => {
      const [tx, rx] = shared.bounded(64, bytes(), { bytes: 4_096 });
      let count = 0;
      while (tx.trySend(new Uint8Array(FRAME))) count += 1;
      const check = (): void => {
        for (let left = count; left > 0; left -= 1) assert.notEqual(rx.tryRecv(), PENDING);
        assert.equal(rx.tryRecv(), PENDING, 'what was not reserved is not there');
        assert.ok(tx.trySend(new Uint8Array(FRAME)), 'nobody has the turn');
      };
      return { handle: tx.share(), check, own: [tx, rx] };
    },
    (handle, ready) => {
      const tx = shared.attachSender(handle, bytes());
      ready();
      tx.reserveBlocking(FRAME);
    },
  ),
  pit<EndHandle>(
    'sleeps with a frame',
    () => {
      const [tx, rx] = shared.unbounded(bytes(), { bytes: 4_096 });
      const check = (): void => {
        assert.ok(tx.trySend(new Uint8Array([1, 2])));
        assert.deepEqual(rx.tryRecv(), new Uint8Array([1, 2]), 'the frame of a dead one is passed over');
      };
      return { handle: tx.share(), check, own: [tx, rx] };
    },
    (handle, ready) => {
      const tx = shared.attachSender(handle, bytes());
      tx.reserveBlocking(10);
      ready();
      sleepForEver();
    },
  ),
];
