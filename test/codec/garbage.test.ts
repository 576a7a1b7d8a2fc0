import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, type Codec, CodecError, json, list, record, structured, text } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';
import { CASES } from './cases.js';

/** Reads it; the only way to fail is a CodecError of this codec. */
function readOrRefuse(codec: Codec<unknown>, frame: Uint8Array): void {
  try {
    codec.decode(frame, 0, frame.length);
  } catch (error) {
    assert.ok(error instanceof CodecError, `${codec.name}: ${error}`);
    assert.equal(error.codec, codec.name);
    assert.match(error.path, /^value/);
  }
}

function refused(codec: Codec<unknown>, frame: readonly number[]): void {
  assert.throws(() => codec.decode(Uint8Array.from(frame), 0, frame.length), CodecError, codec.name);
}

for (const { codec, values } of CASES) {
  const name = codec.name.slice(0, 24);

  test(`bytes_by_chance: ${name}`, () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array({ maxLength: 64 }).map((rest) => Uint8Array.of(0xff, 0x0f, ...rest)), // so begins a structured clone
    );
    fc.assert(
      fc.property(bytes, (frame) => readOrRefuse(codec, frame)),
      { numRuns: 3_000 },
    );
  });

  test(`a_frame_with_some_bytes_changed_or_cut: ${name}`, () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(values, change, fc.option(fc.nat()), (value, changes, cut) => {
        const room = new Uint8Array(100_000);
        const end = codec.encode(value, room, 0);
        if (end <= 0) return;
        const frame = room.subarray(0, cut === null ? end : cut % end);
        for (const [at, byte] of changes) if (frame.length > 0) frame[at % frame.length] = byte;
        readOrRefuse(codec, frame);
      }),
      { numRuns: 500 },
    );
  });
}

test('a_length_beyond_the_end_allocates_nothing', () => {
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 200; i += 1) {
    refused(list('u8'), [0xff, 0xff, 0xff, 0x7f, 1, 2]);
    refused(list(list('u8')), [0xff, 0xff, 0xff, 0x7f, 1, 2]);
    refused(record({ a: 'bytes' }), [0xff, 0xff, 0xff, 0x7f, 1, 2]);
    refused(record({ a: 'string' }), [0xff, 0xff, 0xff, 0x7f, 1, 2]);
    refused(msgpack(), [0xdd, 0x01, 0xff, 0xff, 0xff, 1]); // 33 million items
    refused(msgpack(), [0xdf, 0xff, 0xff, 0xff, 0xff, 1]);
    refused(msgpack(), [0xc6, 0xff, 0xff, 0xff, 0xff, 1]);
    refused(structured(), [0xff, 0x0f, 0x41, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    refused(structured(), [0xff, 0x0f, 0x42, 0xff, 0xff, 0xff, 0xff, 0x0f]);
  }
  assert.ok(process.memoryUsage().rss - before < 100e6);
});

test('a_length_of_too_many_bytes', () => refused(list('u8'), [0x81, 0x80, 0x80, 0x80, 0x00, 1]));

test('what_is_left_over_or_missing', () => {
  refused(record({ a: 'u8' }), []);
  refused(record({ a: 'u8' }), [1, 2]);
  refused(record({ a: 'f64' }), [1, 2]);
  refused(record({ a: 'bool' }), [2]);
  refused(msgpack(), []);
  refused(msgpack(), [1, 2]);
  refused(json(), []);
  refused(structured(), []);
  assert.equal(text().decode(new Uint8Array(), 0, 0), '');
  assert.deepEqual(bytes().decode(new Uint8Array(), 0, 0), new Uint8Array());
});

test('text_that_is_no_utf_8', () => {
  refused(text(), [0x80]);
  refused(text(), [0xc0, 0x80]);
  refused(text(), [0xed, 0xa0, 0x80]); // half a surrogate pair
  refused(record({ a: 'string' }), [1, 0xff]);
  refused(json(), [0x22, 0xff, 0x22]);
});

test('values_that_stand_in_one_another_without_end', () => {
  const deep = (byte: number) => new Array<number>(200_000).fill(byte);
  refused(json(), deep(0x5b));
  refused(msgpack(), deep(0x91));
  refused(msgpack(), [...deep(0x91), 1]);
});

test('extensions_of_messagepack_that_no_encoder_writes', () => {
  refused(msgpack(), [0xd4, 0x78, 0x92, 0xa1, 0x61, 0xa0]); // a regular expression
  refused(msgpack(), [0xd4, 0x65, 0x93, 0xa5, 0x45, 0x72, 0x72, 0x6f, 0x72, 0xa1, 0x61, 0xc0]); // an error
  refused(msgpack(), [0xd6, 0x62, 0xff, 0xff, 0xff, 0xff]); // strings that stand elsewhere
  refused(msgpack(), [0xd4, 0x72, 0x40]); // the names of a record's properties
  refused(msgpack(), [0xc1]);
});
