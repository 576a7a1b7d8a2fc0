import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockOn, Executor, join, PENDING } from 'reveille';
import { type EndHandle, RecvError, SendError, shared } from 'reveille/channel';

/** Bytes as they are; the smallest codec there is. */
const raw = {
  name: 'raw',
  encode(value: Uint8Array, bytes: Uint8Array, at: number): number {
    if (at + value.length > bytes.length) return -1;
    bytes.set(value, at);
    return at + value.length;
  },
  decode: (bytes: Uint8Array, at: number, end: number): Uint8Array => bytes.slice(at, end),
};

/** Refuses to write 13 and to read 7. */
const moody = {
  name: 'moody',
  encode(value: number, bytes: Uint8Array, at: number): number {
    if (value === 13) throw new Error('unlucky');
    bytes[at] = value;
    return at + 1;
  },
  decode(bytes: Uint8Array, at: number): number | undefined {
    if (bytes[at] === 7) throw new Error('unreadable');
    return bytes[at] === 0 ? undefined : bytes[at];
  },
};

test('frames of all lengths come out as they went in, around the end of the ring', () => {
  const steps = fc.array(
    fc.oneof(
      fc.nat(300).map((length) => ({ length })),
      fc.constant({ length: -1 }),
    ),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 64, max: 700 }), fc.integer({ min: 1, max: 9 }), steps, (bytes, frames, script) => {
      const [tx, rx] = shared.bounded(frames, raw, { bytes });
      const expected: Uint8Array[] = [];
      for (const [step, { length }] of script.entries()) {
        if (length < 0) {
          const found = rx.tryRecv();
          assert.deepEqual(found === PENDING ? undefined : found, expected.shift());
          continue;
        }
        const frame = new Uint8Array(length).fill(step + 1);
        try {
          if (tx.trySend(frame)) expected.push(frame);
          else assert.ok(expected.length > 0, `${length} bytes do not fit into an empty channel of ${bytes}`);
        } catch (error) {
          assert.ok(error instanceof RangeError && 2 * (length + 8) > bytes - 32, `${length} of ${bytes}: ${error}`);
        }
        assert.equal(rx.length, expected.length);
      }
      assert.deepEqual(rx.isEmpty ? [] : rx.tryRecvMany(100), expected);
    }),
  );
});

test('a frame that is too long is refused, and says how long one may be', () => {
  const [tx, rx] = shared.bounded(4, raw, { bytes: 100 });
  assert.throws(() => tx.trySend(new Uint8Array(100)), /^RangeError: value: .* 32 bytes/);
  assert.throws(() => blockOn(tx.send(new Uint8Array(1e6))), RangeError);
  assert.equal(tx.trySend(new Uint8Array(8)), true);
  assert.equal((rx.tryRecv() as Uint8Array).length, 8);
});

test('a value that the codec refuses is refused, and nothing else is', () => {
  const [tx, rx] = shared.bounded(4, moody);
  assert.throws(() => tx.trySend(13), /unlucky/);
  assert.throws(() => blockOn(tx.send(13)), /unlucky/);
  tx.trySend(7);
  tx.trySend(0);
  tx.trySend(8);
  assert.throws(() => rx.tryRecv(), /unreadable/);
  assert.equal(rx.tryRecv(), undefined, 'a value like any other');
  assert.equal(rx.tryRecv(), 8);
  assert.equal(rx.tryRecv(), PENDING);
});

test('a value that cannot be read makes room for one who waits', () => {
  const [tx, rx] = shared.bounded(1, moody);
  const executor = new Executor();
  tx.trySend(7);
  const sending = executor.spawn(tx.send(8));
  executor.runUntilStalled();
  assert.equal(sending.isFinished, false);
  assert.throws(() => rx.tryRecv(), /unreadable/);
  executor.runUntil(sending);
  assert.equal(rx.tryRecv(), 8);
});

test('a rendezvous carries frames, too', () => {
  const [tx, rx] = shared.bounded(0, raw);
  assert.equal(tx.trySend(new Uint8Array(3)), false);
  const [, bytes] = blockOn(join(tx.send(Uint8Array.of(1, 2, 3)), rx.recv()));
  assert.deepEqual(bytes, Uint8Array.of(1, 2, 3));
});

test('what is in a closed channel of frames can still be received', () => {
  const [tx, rx] = shared.unbounded(raw, { bytes: 1000 });
  tx.trySend(Uint8Array.of(1));
  tx.close();
  assert.throws(() => tx.trySend(Uint8Array.of(2)), SendError);
  assert.deepEqual(rx.tryRecv(), Uint8Array.of(1));
  assert.throws(() => rx.tryRecv(), RecvError);
});

test('memory that was overwritten is an error, and no endless loop', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer(), (word, garbage) => {
      const [tx, rx] = shared.bounded(4, raw, { bytes: 200 });
      const { queue }: EndHandle = tx.share();
      for (let n = 0; n < 3; n += 1) tx.trySend(new Uint8Array(10 * n));
      const words = new Int32Array(queue);
      const at = (word + 16 + 1) % words.length;
      if (at === 16 || at === 32) return; // a lock that nobody gives back is found out after some seconds
      words[at] = garbage;
      for (let n = 0; n < 8; n += 1) {
        try {
          if (n % 2 === 0) rx.tryRecv();
          else tx.trySend(new Uint8Array(n));
        } catch (error) {
          assert.ok(
            ['HandleError', 'RangeError', 'SendError', 'RecvError'].includes((error as Error).name),
            String(error),
          );
        }
      }
    }),
  );
});

test('wrong options and codecs are told from each other', () => {
  assert.throws(() => shared.bounded(4, 'i32', { bytes: 100 }), /^TypeError: options.bytes: a channel of numbers/);
  assert.throws(() => shared.bounded(4, raw, { bytes: 10 }), /^RangeError: options.bytes/);
  assert.throws(() => shared.bounded(4, {} as typeof raw), /^TypeError: items: expected/);
  const [tx] = shared.bounded(4, raw);
  assert.throws(() => shared.attachSender(tx.share(), moody), /^TypeError: items: this channel carries 'raw'|"raw"/);
  assert.throws(() => shared.attachReceiver(tx.share(), raw), /^TypeError: handle.end/);
});

test('what the last receiver leaves is dropped unread', () => {
  const unread = { ...moody, decode: (): number => assert.fail('read') };
  for (let round = 0; round < 3; round += 1) {
    const [tx, rx] = shared.bounded(4, unread, { threads: 1 });
    tx.trySend(1);
    tx.trySend(2);
    rx[Symbol.dispose]();
    assert.deepEqual([tx.length, tx.isClosed], [0, true]);
    tx[Symbol.dispose]();
  }
});
