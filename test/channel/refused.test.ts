/** Receives and sends that fail in their midst: they are used up, and take nothing from others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PollError } from 'reveille';
import { type Batch, bounded, type Receiver, type Sender, shared, tick, unbounded } from 'reveille/channel';
import type { Codec } from 'reveille/codec';
import { polled } from './polled.js';

/** Bytes, but for 13, which it can neither write nor read; it is told when it is to. */
class Unlucky implements Codec<number> {
  readonly name = 'bytes but 13';
  refuses: 'write' | 'read' | 'nothing' = 'nothing';

  encode(value: number, bytes: Uint8Array, at: number): number {
    if (value === 13 && this.refuses === 'write') throw new RangeError('unlucky');
    bytes[at] = value;
    return at + 1;
  }

  decode(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 13 && this.refuses === 'read') throw new RangeError('unlucky');
    return bytes[at] as number;
  }
}

const OF_RECEIVING = {
  recv: (rx: Receiver<number>) => rx.recv(),
  next: (rx: Receiver<number>) => rx.next(),
  recvMany: (rx: Receiver<number>) => rx.recvMany(2),
  recvInto: (rx: Receiver<number>) => rx.recvInto([0, 0]),
};

for (const [verb, receive] of Object.entries(OF_RECEIVING)) {
  test(`a ${verb} that waits and can't read its value is used up, and those behind it have the next ones`, () => {
    const codec = new Unlucky();
    const [tx, rx] = shared.bounded(8, codec);
    const first = polled<unknown>(receive(rx)).waits();
    const others = [polled(rx.recv()).waits(), polled(rx.recv()).waits()];
    codec.refuses = 'read';
    tx.trySendMany([13, 1, 2]);
    assert.throws(() => first.poll(), /unlucky/);
    assert.throws(() => first.poll(), PollError);
    first[Symbol.dispose]();
    first[Symbol.dispose]();
    assert.deepEqual(
      others.map((other) => other.poll()),
      [1, 2],
    );
    assert.equal(rx.length, 0);
  });
}

const OF_SENDING = {
  send: (tx: Sender<number>) => tx.send(13),
  sendMany: (tx: Sender<number>) => tx.sendMany([13, 14]),
};

for (const [verb, send] of Object.entries(OF_SENDING)) {
  test(`a ${verb} that waits and can't write its value is used up, and those behind it have the room`, () => {
    const codec = new Unlucky();
    const [tx, rx] = shared.bounded(1, codec);
    tx.trySend(0);
    const first = polled<unknown>(send(tx)).waits();
    const others = [polled(tx.send(1)).waits(), polled(tx.send(2)).waits()];
    codec.refuses = 'write';
    assert.equal(rx.tryRecv(), 0);
    assert.throws(() => first.poll(), /unlucky/);
    assert.throws(() => first.poll(), PollError);
    first[Symbol.dispose]();
    for (const [index, other] of others.entries()) {
      assert.equal(other.poll(), undefined);
      assert.equal(rx.tryRecv(), index + 1);
    }
  });
}

test('a loop that ends with a value that it cannot read leaves others waiting as they did', async () => {
  const codec = new Unlucky();
  const [tx, rx] = shared.bounded(8, codec);
  const other = rx.clone();
  const loop = (async () => {
    for await (const _ of rx);
  })();
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await turn(); // it waits
  const [first, second] = [other.recv(), other.recv()].map(async (future) => await future);
  await turn();
  codec.refuses = 'read';
  tx.trySend(13);
  await assert.rejects(loop, /unlucky/);
  tx.trySendMany([1, 2]);
  assert.deepEqual([await first, await second], [1, 2]);
});

/** An array that refuses the element at that place. */
function refusing(at: number): number[] {
  return Object.defineProperty([0, 0, 0], at, {
    set() {
      throw new RangeError('no');
    },
  });
}

for (const [name, make] of [
  ['bounded', () => bounded<number>(8)],
  ['unbounded', () => unbounded<number>()],
  ['shared.bounded', () => shared.bounded(8, 'i32')],
] as const) {
  test(`${name}: what an array refuses is received next`, () => {
    const [tx, rx] = make();
    tx.trySendMany([1, 2, 3]);
    assert.throws(() => rx.tryRecvInto(refusing(0)), /no/);
    assert.equal(rx.length + (name === 'shared.bounded' ? 1 : 0), 3);
    const into = refusing(1);
    assert.equal(rx.tryRecvInto(into), 1);
    assert.equal(into[0], 1);
    assert.deepEqual(rx.tryRecvMany(9), [2, 3]);
  });

  test(`${name}: what an array refuses that was waited for goes to the next one who waits`, () => {
    const [tx, rx] = make();
    const first = polled<unknown>(rx.recvInto(refusing(0))).waits();
    const second = polled(rx.recv()).waits();
    tx.trySend(1);
    assert.throws(() => first.poll(), /no/);
    assert.equal(second.poll(), 1);
    tx.close();
    assert.throws(() => rx.tryRecv(), /closed/);
  });
}

test('a number that is no bigint is not lost in an array of those', () => {
  const [tx, rx] = bounded<number>(8);
  tx.trySendMany([1, 2]);
  assert.throws(() => rx.tryRecvInto(new BigInt64Array(2) as unknown as Batch<number>), TypeError);
  assert.deepEqual(rx.tryRecvMany(2), [1, 2]);
});

test('a tick that an array refuses comes again', () => {
  const rx = tick(1);
  const begin = performance.now();
  while (performance.now() - begin < 5) rx.tryRecv();
  let refused = 0;
  const into = Object.defineProperty([0], 0, {
    set(value: number) {
      refused = value;
      throw new RangeError('no');
    },
  });
  while (refused === 0) {
    try {
      rx.tryRecvInto(into);
    } catch (error) {
      assert.match(String(error), /no/);
    }
  }
  const again = rx.tryRecv();
  assert.ok(typeof again === 'number' && again >= refused, `${refused}, then ${String(again)}`);
});
