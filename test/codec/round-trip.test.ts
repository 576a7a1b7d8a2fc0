import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Codec, json } from 'reveille/codec';
import { CASES } from './cases.js';

/** The bytes of a value, in a frame that is just large enough. */
function frameOf(codec: Codec<unknown>, value: unknown): Uint8Array {
  for (let size = 16; ; size *= 2) {
    const room = new Uint8Array(size);
    const end = codec.encode(value, room, 0);
    if (end >= 0) return room.slice(0, end);
  }
}

for (const { codec, values } of CASES) {
  const name = codec.name.slice(0, 24);

  test(`what_was_written_is_read: ${name}`, () => {
    fc.assert(
      fc.property(values, fc.nat({ max: 9 }), fc.boolean(), (value, at, shared) => {
        const { length } = frameOf(codec, value);
        const bytes = new Uint8Array(
          shared ? new SharedArrayBuffer(at + length + 7) : new ArrayBuffer(at + length + 7),
        );
        const end = codec.encode(value, bytes, at);
        assert.equal(end, at + length);
        const read = codec.decode(bytes, at, end);
        bytes.fill(0xff); // what was read is no view of it
        assert.deepEqual(read, value);
      }),
    );
  });

  test(`what_is_read_next_changes_nothing_and_the_bytes_are_left_alone: ${name}`, () => {
    fc.assert(
      fc.property(values, values, (value, next) => {
        const frame = frameOf(codec, value);
        const before = frame.slice();
        const read = codec.decode(frame, 0, frame.length);
        const other = frameOf(codec, next);
        codec.decode(other, 0, other.length);
        assert.deepEqual(read, value);
        assert.deepEqual(frame, before);
        assert.equal(Reflect.ownKeys(frame).length, frame.length); // nothing is hung on them
      }),
    );
  });

  test(`a_value_is_refused_until_there_is_room: ${name}`, () => {
    fc.assert(
      fc.property(values, fc.nat({ max: 3 }), fc.double({ min: 0, max: 1, noNaN: true }), (value, at, part) => {
        const frame = frameOf(codec, value);
        const exact = new Uint8Array(at + frame.length);
        assert.equal(codec.encode(value, exact, at), exact.length);
        assert.deepEqual(exact.subarray(at), frame);
        for (const size of [0, Math.floor(frame.length * part), frame.length - 1]) {
          if (size >= 0 && size < frame.length) assert.equal(codec.encode(value, new Uint8Array(at + size), at), -1);
        }
        const before = new Uint8Array(at + frame.length + 9).fill(7);
        codec.encode(value, before.subarray(0, at + frame.length - 1), at);
        assert.ok([...before.subarray(0, at), ...before.subarray(at + frame.length)].every((byte) => byte === 7));
      }),
    );
  });
}

test('a_buffer_of_nodes_is_as_good_as_any_bytes', () => {
  for (const { codec, values } of CASES) {
    const value = fc.sample(values, { numRuns: 1, seed: 7 })[0];
    const room = Buffer.alloc(100_000);
    const end = codec.encode(value, room, 1);
    const read = codec.decode(room, 1, end);
    room.fill(0);
    assert.deepEqual(read, value, codec.name);
  }
});

test('a_date_that_is_none_arrives', () => {
  const room = new Uint8Array(99);
  for (const { codec } of CASES.filter(({ codec }) => ['structured', 'msgpack'].includes(codec.name))) {
    const read = codec.decode(room, 0, codec.encode(new Date(Number.NaN), room, 0));
    assert.ok(read instanceof Date && Number.isNaN(read.getTime()), codec.name);
  }
});

test('what_json_does_not_see_does_not_matter', () => {
  const inherits = Object.assign(Object.create({ inherited: () => 1, none: undefined }), { own: 1 });
  const room = new Uint8Array(99);
  assert.deepEqual(json().decode(room, 0, json().encode(inherits, room, 0)), { own: 1 });
});
