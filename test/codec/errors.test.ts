import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReveilleError } from 'reveille';
import { bytes, type Codec, CodecError, json, list, optional, record, structured, text } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';

/** The message of the CodecError with which a value is refused; the codec must be as good as before. */
function refusal(codec: Codec<unknown>, value: unknown): string {
  try {
    codec.encode(value, new Uint8Array(1_000), 0);
  } catch (error) {
    assert.ok(error instanceof CodecError, String(error));
    assert.ok(error instanceof ReveilleError);
    assert.equal(error.message.indexOf(`${error.codec}: ${error.path}: `), 0);
    return error.message.slice(error.codec.length + 2);
  }
  throw new Error('it was not refused');
}

test('json_names_what_it_cannot_carry', () => {
  const circle: { a: { b?: unknown }[] } = { a: [{}] };
  circle.a[0]!.b = circle;
  const same = { x: 1 };
  assert.equal(refusal(json(), undefined), 'value: JSON has no undefined');
  assert.equal(
    refusal(json(), () => 1),
    'value: JSON has no function',
  );
  assert.equal(refusal(json(), 1n), 'value: JSON has no bigint');
  assert.equal(refusal(json(), { a: [1, { 'b c': 2n }] }), 'value.a[1]["b c"]: JSON has no bigint');
  assert.equal(refusal(json(), { a: { on() {} } }), 'value.a.on: JSON has no function');
  assert.equal(refusal(json(), [Symbol('s')]), 'value[0]: JSON has no symbol');
  assert.equal(refusal(json(), { x: [0, Number.NaN] }), 'value.x[1]: JSON has no NaN');
  assert.equal(refusal(json(), { x: -Infinity }), 'value.x: JSON has no -Infinity');
  assert.equal(refusal(json(), { x: [undefined] }), 'value.x[0]: JSON has no undefined');
  assert.equal(refusal(json(), circle), 'value.a[0].b: a circle: it stands in itself');
  assert.equal(refusal(json(), { toJSON() {} }), 'value: toJSON answered nothing that JSON has');
  assert.equal(json().encode([same, same, { gone: undefined }], new Uint8Array(99), 0), 20);
});

test('errors_of_the_values_own_code_pass', () => {
  const own = new RangeError('mine');
  const value = {
    get x(): number {
      throw own;
    },
  };
  const rooms = () => new Uint8Array(9);
  assert.throws(() => record({ x: 'u8' }).encode(value, rooms(), 0), own);
  const asked = {
    toJSON() {
      throw new SyntaxError('mine');
    },
  };
  assert.throws(() => json().encode(asked, rooms(), 0), SyntaxError);
});

test('a_value_too_deep_for_the_stack_is_refused', () => {
  let deep: unknown = [];
  for (let i = 0; i < 200_000; i += 1) deep = [deep];
  for (const codec of [json(), structured(), msgpack()]) assert.match(refusal(codec, deep), /^value/);
});

test('structured_and_msgpack_name_the_innermost_part', () => {
  assert.match(refusal(structured(), { a: [new Map([['k', () => 1]])] }), /^value\.a\[0\]\[1\]: .*could not be cloned/);
  assert.match(refusal(structured(), new Set([1, Symbol('s')])), /^value\[1\]: /);
  assert.match(refusal(structured(), { m: new WeakMap() }), /^value\.m: /);
  assert.equal(refusal(msgpack(), { a: [1, { b() {} }] }), 'value.a[1].b: MessagePack has no function');
  assert.match(refusal(msgpack(), { a: [Symbol('s')] }), /^value\.a\[0\]: /);
  const circle: { me?: unknown } = {};
  circle.me = circle;
  assert.match(refusal(msgpack(), circle), /^value: /);
  assert.ok(structured().encode(circle, new Uint8Array(99), 0) > 0);
});

test('after_a_refusal_a_codec_is_as_good_as_before', () => {
  const room = new Uint8Array(100);
  for (const codec of [json<unknown>(), structured<unknown>(), msgpack<unknown>()]) {
    refusal(codec, { kept: 'x'.repeat(50), a: [{ b() {} }] });
    assert.throws(() => codec.decode(Uint8Array.of(0xc1, 1), 0, 2), CodecError);
    assert.deepEqual(codec.decode(room, 0, codec.encode({ a: [1] }, room, 0)), { a: [1] });
  }
});

test('another_codec_is_no_field', () => {
  // @ts-expect-error: and TypeScript says so
  assert.throws(() => record({ x: json() }), TypeError);
  // @ts-expect-error
  assert.throws(() => list('f65'), TypeError);
});

test('records_name_the_field_and_what_it_takes', () => {
  const codec = record({
    id: 'u8',
    tags: optional(list('string')),
    at: optional(record({ x: 'f64', y: 'f32', ok: 'bool', big: 'i64', raw: 'bytes' })),
  });
  const at = { x: 1, y: 1, ok: true, big: 1n, raw: new Uint8Array() };
  const cases: [unknown, string][] = [
    [undefined, 'value: expected an object, got undefined'],
    [7, 'value: expected an object, got 7'],
    [{}, 'value.id: u8: expected a whole number from 0 to 255, got undefined'],
    [{ id: 256 }, 'value.id: u8: expected a whole number from 0 to 255, got 256'],
    [{ id: 1.5 }, 'value.id: u8: expected a whole number from 0 to 255, got 1.5'],
    [{ id: '1' }, 'value.id: u8: expected a whole number from 0 to 255, got "1"'],
    [{ id: 1, tags: 'x' }, 'value.tags: expected an array, got "x"'],
    [{ id: 1, tags: ['a', 2] }, 'value.tags[1]: string: expected a string, got 2'],
    [{ id: 1, tags: ['\uD800'] }, 'value.tags[0]: half a surrogate pair is no text'],
    [{ id: 1, at: null }, 'value.at: expected an object, got null'],
    [{ id: 1, at: { ...at, x: '1' } }, 'value.at.x: f64: expected a number, got "1"'],
    [{ id: 1, at: { ...at, y: 1n } }, 'value.at.y: f32: expected a number, got 1'],
    [{ id: 1, at: { ...at, ok: 1 } }, 'value.at.ok: bool: expected a boolean, got 1'],
    [{ id: 1, at: { ...at, big: 1 } }, 'value.at.big: i64: expected a bigint of 64 bits, got 1'],
    [{ id: 1, at: { ...at, big: 2n ** 63n } }, `value.at.big: i64: expected a bigint of 64 bits, got ${2n ** 63n}`],
    [{ id: 1, at: { ...at, raw: [] } }, 'value.at.raw: bytes: expected a Uint8Array, got an object of class Array'],
  ];
  for (const [value, message] of cases) assert.equal(refusal(codec, value), message);
});

test('reading_names_the_field_too', () => {
  const codec = record({ list: list(record({ ok: 'bool' })) });
  const read = () => codec.decode(Uint8Array.of(2, 1, 9), 0, 3);
  assert.throws(read, (error) => error instanceof CodecError && error.path === 'value.list[1].ok');
});

test('text_and_bytes_take_nothing_else', () => {
  assert.equal(refusal(text(), 5), 'value: expected a string, got 5');
  assert.equal(refusal(text(), `${'x'.repeat(100)}\uDC00`), 'value: half a surrogate pair is no text');
  assert.equal(refusal(bytes(), [1]), 'value: expected a Uint8Array, got an object of class Array');
});

test('a_schema_is_checked_when_it_is_made', () => {
  const wrong = (fields: unknown) => () => record(fields as { x: 'u8' });
  assert.throws(wrong({}), /^TypeError: fields: expected at least one field$/);
  assert.throws(wrong(undefined), /^TypeError: fields: expected an object, got undefined$/);
  assert.throws(wrong(['u8']), /^TypeError: fields: expected an object/);
  assert.throws(wrong({ x: 'u9' }), /^TypeError: fields\.x: expected i8, .*, got "u9"$/);
  assert.throws(wrong({ x: 'toString' }), /^TypeError: fields\.x: /);
  assert.throws(wrong({ x: json() }), /^TypeError: fields\.x: /);
  assert.throws(wrong(JSON.parse('{ "__proto__": "u8" }')), /^TypeError: fields\.__proto__: expected another name$/);
  assert.throws(() => list('x' as 'u8'), /^TypeError: item: /);
  assert.throws(() => optional(7 as unknown as 'u8'), /^TypeError: field: /);
});

for (const codec of [json(), text(), bytes(), structured(), msgpack()] as readonly Codec<unknown>[]) {
  test(`what_is_to_be_decoded_is_looked_at_first: ${codec.name}`, () => {
    const room = new Uint8Array(8);
    const refused = (...args: unknown[]): void => {
      const message = 'bytes, at, end: expected a Uint8Array, and the bounds of a part of it';
      assert.throws(() => codec.decode(...(args as [Uint8Array, number, number])), { name: 'TypeError', message });
    };
    for (const bad of [undefined, null, Number.NaN, 'text', {}, new Int32Array(2)]) refused(bad, 0, 0);
    for (const bad of [undefined, null, '0', () => {}, Number.NaN, 0.5, -1, 9]) {
      refused(room, bad, 8);
      refused(room, 0, bad);
    }
    refused(room, 2, 1);
  });
}
