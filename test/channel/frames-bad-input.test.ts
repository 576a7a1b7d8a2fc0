import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PENDING } from 'reveille';
import { shared } from 'reveille/channel';
import { bytes, CodecError, record } from 'reveille/codec';

test('bytes_without_memory_are_refused_and_lock_nothing', () => {
  const [tx, rx] = shared.bounded(4, bytes());
  const gone = new Uint8Array(800);
  structuredClone(gone, { transfer: [gone.buffer] });
  const shrinking = new ArrayBuffer(16, { maxByteLength: 16 } as object);
  const cut = new Uint8Array(shrinking, 8, 8);
  (shrinking as unknown as { resize(length: number): void }).resize(4);
  for (const wrong of [gone, cut, Object.create(Uint8Array.prototype) as Uint8Array]) {
    assert.throws(() => tx.trySend(wrong), { name: 'TypeError', message: /^value: expected a Uint8Array/ });
    assert.equal(tx.trySend(Uint8Array.of(1)), true);
    assert.deepEqual(rx.tryRecv(), Uint8Array.of(1));
  }
});

test('bytes_that_lie_about_their_length_are_sent_as_they_are', () => {
  const [tx, rx] = shared.bounded(4, bytes(), { bytes: 4096 });
  for (const lie of [() => 2000, () => 20, () => -64, () => Number.NaN, () => assert.fail('asked')]) {
    class Liar extends Uint8Array {
      override get length(): number {
        return lie();
      }
    }
    const value = new Liar(new ArrayBuffer(4));
    assert.equal(tx.trySend(value), true);
    assert.deepEqual(rx.tryRecv(), new Uint8Array(4));
  }
});

test('a_codec_that_answers_no_index_is_named_and_locks_nothing', () => {
  for (const answer of [2000, 1025, 1e9, Number.NaN, 3.5, 1023.5, Number.POSITIVE_INFINITY, undefined, 'x', -5]) {
    const odd = {
      name: 'odd',
      encode: (value: number, room: Uint8Array, at: number) => {
        room[at] = value;
        return value === 13 ? (answer as number) : at + 1;
      },
      decode: (room: Uint8Array, at: number) => room[at],
    };
    const [tx, rx] = shared.bounded(4, odd);
    const isNamed = (error: unknown) =>
      error instanceof CodecError && /^odd: value: .*encode answered/.test(error.message);
    assert.throws(() => tx.trySend(13), isNamed, String(answer));
    assert.equal(tx.trySend(7), true);
    assert.equal(rx.tryRecv(), 7);
    assert.equal(rx.tryRecv(), PENDING);
  }
});

test('a_codec_that_transfers_its_memory_away_locks_nothing', () => {
  const thief = {
    name: 'thief',
    encode: (value: number, room: Uint8Array, at: number) => {
      room[at] = value;
      if (value === 13) structuredClone(room, { transfer: [room.buffer as ArrayBuffer] });
      return at + (value === 13 ? 200 : 1);
    },
    decode: (room: Uint8Array, at: number) => room[at],
  };
  const [tx, rx] = shared.bounded(4, thief);
  assert.throws(() => tx.trySend(13), CodecError);
  assert.equal(tx.trySend(7), true);
  assert.equal(rx.tryRecv(), 7);
});

test('a_value_whose_getter_sends_to_the_same_channel_arrives_as_it_was', () => {
  const [tx, rx] = shared.unbounded(record({ a: 'u32', b: 'u32' }));
  tx.trySend({
    a: 1,
    get b() {
      tx.trySend({ a: 99, b: 98 });
      return 2;
    },
  });
  assert.deepEqual(rx.tryRecvMany(3), [
    { a: 99, b: 98 },
    { a: 1, b: 2 },
  ]);
});
