import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, pool } from 'reveille/threads';
import { Packer, PayloadError, unpack } from '../../src/threads/payload/index.js';

type Large = typeof import('./modules/large.js');
const url = new URL('./modules/large.js', import.meta.url);

const isFilled = (bytes: Uint8Array, length: number, value: number): boolean =>
  bytes.length === length && bytes.every((byte) => byte === value);

test('a_long_array_that_is_answered_is_a_copy', async () => {
  using api = offload<Large>(url);
  for (let call = 0; call < 3; call += 1) {
    const bytes = blockOn(api.keep());
    assert.ok(isFilled(bytes, 1_000_000, 7));
    bytes.fill(0);
    assert.ok(isFilled(await api.keep(), 1_000_000, 7));
    assert.equal(blockOn(api.isWhole()), true);
  }
});

test('an_answer_has_long_arrays_wherever_they_stood', () => {
  using api = offload<Large>(url);
  const { bytes, again, part, numbers, view, buffer, pooled, short } = blockOn(api.all());
  assert.ok(isFilled(bytes, 300_000, 1));
  assert.equal(again, bytes);
  assert.ok(isFilled(part, 280_000, 1));
  assert.equal(view.buffer, numbers.buffer);
  assert.ok(numbers.length === 100_000 && numbers.every((number) => number === 2.5));
  assert.equal(buffer.byteLength, 400_000);
  assert.equal(new TextDecoder().decode(pooled), 'short');
  assert.ok(isFilled(short, 1000, 3));
});

test('long_arrays_are_given_away_thrown_and_streamed', async () => {
  using api = offload<Large>(url);
  assert.ok(isFilled(blockOn(api.give()), 500_000, 9));
  await assert.rejects(
    async () => await api.fail(),
    (error: Error & { field: Uint8Array; left?: unknown }) =>
      isFilled(error.field, 600_000, 4) && error.left === undefined,
  );
  let count = 0;
  for await (const bytes of api.several()) assert.ok(isFilled(bytes, 300_000, count++));
  assert.equal(count, 4);
});

test('an_answer_that_nobody_waits_for_takes_its_arrays_along', async () => {
  await using threads = pool<Large>(url, { threads: 2 });
  for (let round = 0; round < 10; round += 1) {
    const calls = Array.from({ length: 6 }, () => threads.keep());
    for (const call of calls.slice(0, 3)) call[Symbol.dispose]();
    for (const call of calls.slice(3)) assert.ok(isFilled(await call, 1_000_000, 7));
  }
});

test('the_last_answer_of_a_thread_has_its_arrays', async () => {
  for (let round = 0; round < 3; round += 1) {
    await using api = offload<Large>(url);
    assert.ok(isFilled(await api.last(), 1_000_000, 7));
  }
});

test('arrays_that_have_not_come_are_an_error', () => {
  const packer = new Packer();
  const memory = new Uint8Array(new SharedArrayBuffer(2 ** 16));
  const parcel: ArrayBuffer[] = [];
  const end = packer.pack([new Uint8Array(300_000).fill(5), 1], undefined, 'args', parcel);
  packer.copyTo(memory, 0);
  assert.equal(parcel.length, 1);
  assert.throws(() => unpack(memory, 0, end), PayloadError);
  assert.throws(() => unpack(memory, 0, end, undefined, []), PayloadError);
  assert.throws(() => unpack(memory, 0, end, undefined, [new ArrayBuffer(299_999)]), PayloadError);
  const [bytes, one] = unpack(memory, 0, end, undefined, parcel) as [Uint8Array, number];
  assert.ok(isFilled(bytes, 300_000, 5));
  assert.equal(one, 1);
});
