import assert from 'node:assert/strict';
import { after, test } from 'node:test';

/** Browsers' encoders and decoders refuse shared memory, and their programs have no module of Node's. */
const { encodeInto } = TextEncoder.prototype;
const { decode } = TextDecoder.prototype;
const { getBuiltinModule } = process;

function refuse(memory: unknown): void {
  if ((memory as Uint8Array | undefined)?.buffer instanceof SharedArrayBuffer) throw new TypeError('shared memory');
}

TextEncoder.prototype.encodeInto = function refusing(text, bytes) {
  refuse(bytes);
  return encodeInto.call(this, text, bytes);
};
TextDecoder.prototype.decode = function refusing(bytes, options) {
  refuse(bytes);
  return decode.call(this, bytes, options);
};
Reflect.set(process, 'getBuiltinModule', undefined);
after(() => {
  TextEncoder.prototype.encodeInto = encodeInto;
  TextDecoder.prototype.decode = decode;
  Reflect.set(process, 'getBuiltinModule', getBuiltinModule);
});

const { CodecError, json, list, structured, text } = await import('reveille/codec');

test('text_crosses_shared_memory_all_the_same', () => {
  const room = new Uint8Array(new SharedArrayBuffer(1_000));
  for (const value of ['', 'short', 'Grüße', 'x'.repeat(300), '€'.repeat(300)]) {
    for (const codec of [text(), json<string>()]) {
      const end = codec.encode(value, room, 3);
      assert.equal(codec.decode(room, 3, end), value);
      assert.equal(codec.encode(value, room.subarray(0, end - 1), 3), -1);
    }
    const end = list('string').encode([value, 'and more'], room, 0);
    assert.deepEqual(list('string').decode(room, 0, end), [value, 'and more']);
  }
  assert.equal(text().encode('€'.repeat(334), room, 0), -1);
  assert.throws(() => text().encode(`${'x'.repeat(90)}\uD800`, room, 0), CodecError);
});

test('structured_says_that_it_cannot', () => {
  assert.throws(() => structured(), CodecError);
});
