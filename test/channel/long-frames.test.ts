import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Executor } from 'reveille';
import { shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';

const SHORT = new Uint8Array(100);
const LONG = new Uint8Array(1900);

/** A channel full of short frames, and one who waits to send a long one, and was passed over so often that it has the turn. */
function passedOver() {
  const [tx, rx] = shared.bounded(1000, bytes(), { bytes: 4096 });
  const executor = new Executor();
  while (tx.trySend(SHORT));
  const sending = executor.spawn(tx.send(LONG));
  executor.runUntilStalled();
  for (let times = 0; times < 5; times += 1) {
    rx.tryRecv();
    executor.runUntilStalled();
    if (times < 3) assert.equal(tx.trySend(SHORT), true, 'as long as it has not the turn');
  }
  return { tx, rx, executor, sending };
}

test('short frames leave their room to a long one that was passed over', () => {
  const { tx, rx, executor, sending } = passedOver();
  for (let left = rx.length; left > 0 && !sending.isFinished; left -= 1) {
    assert.equal(tx.trySend(SHORT), false, 'there is room, but not for both');
    assert.equal(tx.trySendMany([SHORT, SHORT]), 0);
    rx.tryRecv();
    executor.runUntilStalled();
  }
  assert.equal(sending.isFinished, true);
  assert.ok(rx.length > 10, 'it got in as soon as there was room');
  rx.tryRecv();
  assert.equal(tx.trySend(SHORT), true);
});

test('a long frame that is given up leaves its room to those who waited for it', () => {
  const { tx, rx, executor, sending } = passedOver();
  const short = executor.spawn(tx.send(SHORT));
  executor.runUntilStalled();
  assert.equal(short.isFinished, false);
  sending.abort();
  executor.runUntilStalled();
  assert.equal(short.isFinished, true);
  assert.equal(tx.trySend(SHORT), true);
  assert.ok(rx.length > 0);
});
