import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, select, TimeoutError } from 'reveille';
import { type Sender, shared } from 'reveille/channel';
import { bytes, type Codec, CodecError, json } from 'reveille/codec';

/** Of a rendezvous that another thread may come to, and none has: the sender's end. */
function lonely(items: shared.Carried): Sender<unknown> {
  const [tx, rx] = shared.bounded(0, items as Codec<unknown>, typeof items === 'string' ? {} : { bytes: 64 });
  rx.share(); // so it is not in this thread's hands alone, and a wait is no deadlock
  return tx;
}

const limit = { timeout: 5 };

for (const [items, good, bad, expected] of [
  ['i32', 7, 'seven', TypeError],
  ['i32', 7, 1.5, RangeError],
  ['f64', 1.5, 7n, TypeError],
  ['i64', 7n, 7, TypeError],
  [json(), { a: 1 }, () => {}, CodecError],
  [json(), 'short', 'long'.repeat(100), RangeError],
  [bytes(), new Uint8Array(3), 'text', CodecError],
  [bytes(), new Uint8Array(3), new Uint8Array(65), RangeError],
] as const) {
  const name = typeof items === 'string' ? items : items.name;
  test(`a rendezvous of ${name} refuses what it can't carry before anybody comes for it: ${expected.name}`, async () => {
    const tx = lonely(items);
    assert.throws(() => tx.trySend(bad), expected);
    assert.throws(() => tx.trySendMany([bad, good]), expected);
    assert.throws(() => tx.sendBlocking(bad, limit), expected);
    assert.throws(() => tx.sendManyBlocking([bad], limit), expected);
    assert.throws(() => blockOn(select({ tx: tx.send(bad) })), expected);
    await assert.rejects(tx.send(bad).then(), expected);
    await assert.rejects(tx.sendMany([bad]).then(), expected);
    assert.equal(tx.trySend(good), false);
    assert.equal(tx.trySendMany([good]), 0);
    assert.equal(tx.trySendMany([]), 0);
    assert.throws(() => tx.sendBlocking(good, limit), TimeoutError);
    tx[Symbol.dispose]();
  });
}

test('an array whose memory is gone is no batch of nothing', async () => {
  for (const capacity of [0, 4]) {
    const [tx, rx] = shared.bounded(capacity, 'i32');
    const gone = new Int32Array(4);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    assert.throws(() => tx.trySendMany(gone), TypeError);
    assert.throws(() => tx.sendManyBlocking(gone), TypeError);
    assert.throws(() => tx.sendMany(gone), TypeError);
    assert.throws(() => tx.trySendMany(new DataView(new ArrayBuffer(4)) as never), /^TypeError: values: /);
    assert.equal(tx.trySendMany(new Int32Array(0)), 0);
    assert.equal(rx.length, 0);
  }
});
