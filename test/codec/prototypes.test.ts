import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Codec, json, record, structured } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';

const HOSTILE =
  '{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } }, "a": [{ "__proto__": [] }] }';

function there<T>(codec: Codec<T>, value: T): T {
  const room = new Uint8Array(1_000);
  return codec.decode(room, 0, codec.encode(value, room, 0));
}

function unharmed(value: object): void {
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
  assert.equal(Reflect.get(Object, 'polluted'), undefined);
  assert.equal(Reflect.get(value, 'polluted'), undefined);
}

test('a_property_that_is_called_proto_stays_a_property', () => {
  for (const codec of [json<object>(), structured<object>()]) {
    const value = there(codec, JSON.parse(HOSTILE));
    unharmed(value);
    assert.ok(Object.hasOwn(value, '__proto__'));
    assert.deepEqual(value, JSON.parse(HOSTILE));
  }
});

test('messagepack_calls_it_otherwise', () => {
  const value = there(msgpack<object>(), JSON.parse(HOSTILE));
  unharmed(value);
  assert.deepEqual(Object.keys(value), ['__proto_', 'constructor', 'a']);
});

test('a_record_has_its_fields_and_no_others', () => {
  const codec = record({ constructor: 'u8', hasOwnProperty: 'u8', toString: 'string' });
  const value = there(codec, { constructor: 1, hasOwnProperty: 2, toString: 'x' });
  unharmed(value);
  assert.deepEqual(Object.keys(value), ['constructor', 'hasOwnProperty', 'toString']);
});

test('a_field_name_is_never_code', () => {
  const keys = ["']; globalThis.polluted = 1; ['", '"', '\\', '\n', '\u2028', '`', 'i', 'at', '*/'];
  const codec = record(Object.fromEntries(keys.map((key) => [key, 'u8' as const])));
  const value = Object.fromEntries(keys.map((key, i) => [key, i]));
  assert.deepEqual(there(codec, value), value);
  assert.equal(Reflect.get(globalThis, 'polluted'), undefined);
});
