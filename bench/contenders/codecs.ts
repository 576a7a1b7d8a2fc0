import { deserialize, serialize } from 'node:v8';
import { type Codec, json, list, record, structured } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';
import type { Shape, Work } from '../scenario.js';

const reading = { id: 'u32', name: 'string', value: 'f64', ok: 'bool' } as const;
const SMALL = record(reading);
const LARGE = record({ ...reading, readings: list(record(reading)) });

/** So many that no two in a row are equal. */
const VALUES = 16;

/** A value whose JSON has about `size` bytes: one reading, or one with a list of others. */
function madeOf(size: number, i: number): object {
  const one = (id: number) => ({
    id: 123_456 + id,
    name: `sensor-1${10 + (id % 90)}`,
    value: 20.05 + (id % 10),
    ok: id % 2 === 0,
  });
  const more = Math.round((size - 72) / 58);
  return more < 1 ? one(i) : { ...one(i), readings: Array.from({ length: more }, (_, k) => one(i + k)) };
}

/** Writes a value into shared memory and reads it from there, both on one thread. */
function thereAndBack(codec: Codec<object>, { size }: Shape): Work {
  const bytes = new Uint8Array(new SharedArrayBuffer(16_384));
  return copying(size, (value) => codec.decode(bytes, 0, codec.encode(value, bytes, 0)));
}

function copying(size: number, copy: (value: object) => object): Work {
  const values = Array.from({ length: VALUES }, (_, i) => madeOf(size, i));
  return {
    units: 1,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) {
        const value = values[i % VALUES]!;
        if ((copy(value) as { id: number }).id === (value as { id: number }).id) done += 1;
      }
      return done;
    },
  };
}

export const ofRecord = (shape: Shape): Work =>
  thereAndBack((shape.size < 100 ? SMALL : LARGE) as unknown as Codec<object>, shape);
export const ofJson = (shape: Shape): Work => thereAndBack(json<object>(), shape);
export const ofStructured = (shape: Shape): Work => thereAndBack(structured<object>(), shape);
export const ofMsgpack = (shape: Shape): Work => thereAndBack(msgpack<object>(), shape);
export const throughText = ({ size }: Shape): Work => copying(size, (value) => JSON.parse(JSON.stringify(value)));
export const throughV8 = ({ size }: Shape): Work => copying(size, (value) => deserialize(serialize(value)));
export const cloned = ({ size }: Shape): Work => copying(size, (value) => structuredClone(value));
