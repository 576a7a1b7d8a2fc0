import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, Executor, type JoinHandle, PENDING } from 'reveille';
import { bounded, type Receiver, RecvError, type Sender, shared } from 'reveille/channel';
import { record } from 'reveille/codec';

/** Bytes; 7 cannot be read. */
const moody = {
  name: 'moody',
  encode: (value: number, bytes: Uint8Array, at: number) => {
    bytes[at] = value;
    return at + 1;
  },
  decode: (bytes: Uint8Array, at: number): number => {
    if (bytes[at] === 7) throw new Error('unreadable');
    return bytes[at] as number;
  },
};

type Take = (rx: Receiver<number>) => number[];

const into = (rx: Receiver<number>): number[] => {
  const values = [0, 0, 0, 0];
  return values.slice(0, rx.tryRecvInto(values));
};

const batches: [string, Take][] = [
  ['tryRecvMany', (rx) => rx.tryRecvMany(4)],
  ['recvMany', (rx) => blockOn(rx.recvMany(4))],
  ['recvManyBlocking', (rx) => rx.recvManyBlocking(4)],
  ['tryRecvInto', into],
];

for (const [verb, take] of batches) {
  test(`${verb} ends before a value that cannot be read, and the next receive tells`, () => {
    const [tx, rx] = shared.bounded(8, moody);
    for (const value of [1, 2, 7, 3, 7, 4]) tx.trySend(value);
    assert.deepEqual(take(rx), [1, 2]);
    assert.throws(() => take(rx), /unreadable/);
    assert.deepEqual(take(rx), [3]);
    assert.throws(() => rx.tryRecv(), /unreadable/, 'whichever it is');
    tx[Symbol.dispose]();
    assert.deepEqual(take(rx), [4]);
    assert.throws(() => rx.tryRecvMany(4), RecvError);
  });
}

test('a value that cannot be read is told of once all before it were taken, and the channel closed', () => {
  const [tx, rx] = shared.bounded(8, moody);
  for (const value of [1, 7]) tx.trySend(value);
  tx.close();
  assert.deepEqual(rx.tryRecvMany(4), [1]);
  assert.throws(() => rx.recvBlocking(), /unreadable/);
  assert.throws(() => rx.tryRecv(), RecvError);
});

test('a receiver that waits already is told of a value that could not be read behind those of another one', () => {
  const [tx, rx] = shared.bounded(8, moody);
  const executor = new Executor();
  const first = executor.spawn(rx.recvMany(4));
  const second = executor.spawn(rx.recv());
  executor.runUntilStalled();
  tx.trySendMany([1, 7]);
  assert.throws(() => executor.runUntilStalled(), /unreadable/);
  assert.deepEqual(executor.runUntil(first), [1]);
  assert.throws(() => executor.runUntil(second), /unreadable/);
});

for (const capacity of [8, 0]) {
  test(`values before one that cannot be sent are, and counted, in a channel of ${capacity}`, async () => {
    const [tx, rx] = shared.bounded(capacity, record({ id: 'u32' }));
    const values = [{ id: 1 }, { id: 2 }, { id: -1 }, { id: 3 }];
    const got = rx.recvMany(4).then();
    await new Promise(setImmediate); // it waits
    const sent = tx.trySendMany(values);
    assert.equal(sent, capacity === 0 ? 1 : 2);
    const rest = values.slice(2);
    assert.throws(() => tx.trySendMany(rest), { name: 'CodecError', message: /u32: .* got -1/ });
    await assert.rejects(tx.sendMany(rest).then(), { name: 'CodecError' });
    assert.deepEqual(await got, values.slice(0, sent));
    assert.ok(rx.isEmpty);
  });
}

/** A receive that waits, and is met by `change` before something is sent. */
function waiting(array: Int32Array | number[], change: () => void) {
  const [tx, rx] = shared.bounded(8, 'i32') as [Sender<number>, Receiver<number>];
  const executor = new Executor();
  const receiving: JoinHandle<number> = executor.spawn(rx.recvInto(array));
  executor.runUntilStalled();
  change();
  tx.trySendMany([1, 2]);
  return { rx, run: () => executor.runUntil(receiving) };
}

test('an array whose memory is gone by then takes nothing', () => {
  const array = new Int32Array(4);
  const { rx, run } = waiting(array, () => structuredClone(array, { transfer: [array.buffer] }));
  assert.throws(run, { message: /^into: / });
  assert.deepEqual(rx.tryRecvMany(4), [1, 2]);
});

test('an array that has shrunk to nothing by then takes nothing', () => {
  const memory = new ArrayBuffer(16, { maxByteLength: 64 } as object);
  const { rx, run } = waiting(new Int32Array(memory), () => {
    (memory as unknown as { resize(length: number): void }).resize(0);
  });
  assert.throws(run, { message: /^into: / });
  assert.deepEqual(rx.tryRecvMany(4), [1, 2]);
});

test('an array that is frozen by then takes nothing', () => {
  const array = [0, 0];
  const { rx, run } = waiting(array, () => Object.freeze(array));
  assert.throws(run, { name: 'TypeError', message: /^into: .* frozen/ });
  assert.deepEqual(rx.tryRecvMany(4), [1, 2]);
});

/** An array whose element at that index cannot be set. */
const refusing = (at: number): number[] =>
  Object.defineProperty([0, 0, 0], at, {
    set: () => {
      throw new Error('refused');
    },
  });

test('a value that a setter refuses is the next one', () => {
  const [tx, rx] = shared.bounded(8, 'i32');
  tx.trySendMany([1, 2, 3, 4]);
  assert.throws(() => rx.tryRecvInto(refusing(0)), /refused/);
  assert.equal(rx.tryRecvInto(refusing(1)), 1, 'the first, alone, since it was taken before');
  assert.equal(rx.tryRecvInto(refusing(1)), 1);
  assert.deepEqual(rx.tryRecvMany(4), [3, 4]);
  const { rx: late, run } = waiting(refusing(0), () => {});
  assert.throws(run, /refused/);
  assert.deepEqual(late.tryRecvMany(4), [1, 2]);
});

test('an array of another kind takes nothing, not even what was refused before', () => {
  const [tx, rx] = shared.bounded(8, 'i32');
  tx.trySendMany([1, 2]);
  assert.throws(() => rx.tryRecvInto(refusing(0)), /refused/);
  assert.throws(() => rx.tryRecvInto(new Float64Array(2)), TypeError);
  const words = new Int32Array(2);
  assert.equal(rx.tryRecvInto(words), 1);
  assert.equal(rx.tryRecvInto(words.subarray(1)), 1);
  assert.deepEqual([...words], [1, 2]);
  assert.equal(rx.tryRecv(), PENDING);
});

test('arrays that take nothing are refused, of a channel within a thread, too', () => {
  class Liar extends Int32Array {
    override get length(): number {
      return 9;
    }
  }
  for (const [tx, rx] of [bounded<number>(4), shared.bounded(4, 'i32')]) {
    tx.trySend(1);
    for (const wrong of [Object.freeze([0, 0]), Object.seal([0]), new DataView(new ArrayBuffer(8)), new Liar(2)]) {
      assert.throws(() => rx.tryRecvInto(wrong as number[]), { name: 'TypeError', message: /^into: / });
    }
    assert.equal(rx.tryRecv(), 1);
  }
});
