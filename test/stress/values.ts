import assert from 'node:assert/strict';
import type { shared } from 'reveille/channel';
import { bytes, json, list, optional, record, structured } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';

/** How numbered items become values of one kind, and how it is told from a value which item it was. */
export interface Values<T = unknown> {
  readonly items: shared.Carried<T>;
  make(item: number): T;
  /** @throws AssertionError when the value is not as it was made. */
  read(value: T): number;
  /** Several of them, as the typed array of their kind, where there is one. */
  readonly pack?: (items: readonly T[]) => T[];
  /** Such an array to receive into. */
  readonly room?: (length: number) => T[];
}

const NOTE = 'gr\u00fc\u00df dich, \u{1f600}';

/** A number that depends on all digits of the item's: lengths that follow no pattern. */
export function scatter(item: number): number {
  return (Math.imul(item + 1, 0x9e37_79b1) >>> 7) & 0xffff;
}

/** Of bytes: most frames are short, some longer than the pad that a thread begins with. The first four are the item. */
export function lengthOf(item: number): number {
  const drawn = scatter(item);
  return 4 + (drawn % 16 === 0 ? drawn % 3_000 : drawn % 100);
}

/** Fills such a frame, where it is. */
export function writeItem(frame: Uint8Array, item: number): void {
  frame.fill(item & 0xff);
  new DataView(frame.buffer, frame.byteOffset).setUint32(0, item);
}

export function readItem(frame: Uint8Array): number {
  const item = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  assert.equal(frame.length, lengthOf(item), `a frame of ${frame.length} bytes, as item ${item}`);
  for (let at = 4; at < frame.length; at += 1) assert.equal(frame[at], item & 0xff, `byte ${at} of item ${item}`);
  return item;
}

/** A kind whose values are objects: read, one must be equal to one that is made anew. */
function equal<T>(items: shared.Carried<T>, make: (item: number) => T, numberOf: (value: T) => number): Values<T> {
  return {
    items,
    make,
    read(value) {
      const item = numberOf(value);
      assert.deepEqual(value, make(item));
      return item;
    },
  };
}

const parcel = record({ item: 'u32', weight: 'f64', note: 'string', parts: list('u8'), fragile: optional('bool') });
interface Letter {
  readonly item: number;
  readonly lines: readonly string[];
}
const letter = (item: number): Letter => ({ item, lines: Array.from({ length: scatter(item) % 9 }, () => NOTE) });

function frameOf(item: number): Uint8Array {
  const frame = new Uint8Array(lengthOf(item));
  writeItem(frame, item);
  return frame;
}

const ALL = {
  i32: numbers(
    'i32',
    (item) => item - 7,
    (value) => value + 7,
    Int32Array,
  ),
  f64: numbers(
    'f64',
    (item) => item + 0.5,
    (value) => value - 0.5,
    Float64Array,
  ),
  i64: {
    items: 'i64',
    make: (item: number) => (BigInt(item) << 33n) - 1n,
    read: (value: bigint) => Number((value + 1n) >> 33n),
    pack: (items: readonly bigint[]) => BigInt64Array.from(items) as unknown as bigint[],
    room: (length: number) => new BigInt64Array(length) as unknown as bigint[],
  } satisfies Values<bigint>,
  bytes: { items: bytes(), make: frameOf, read: readItem } satisfies Values<Uint8Array>,
  json: equal(json<Letter>(), letter, ({ item }) => item),
  record: equal(
    parcel,
    (item) => ({
      item,
      weight: item / 3,
      note: NOTE,
      parts: Array.from({ length: item % 5 }, (_, at) => at),
      fragile: item % 2 === 0 ? true : undefined,
    }),
    ({ item }) => item,
  ),
  structured: equal(
    structured<Map<string, unknown>>(),
    (item) =>
      new Map<string, unknown>([
        ['item', item],
        ['big', BigInt(item)],
        ['at', new Date(item)],
      ]),
    (value) => value.get('item') as number,
  ),
  msgpack: equal(msgpack<Letter>(), letter, ({ item }) => item),
};

function numbers(
  items: 'i32' | 'f64',
  make: (item: number) => number,
  read: (value: number) => number,
  Packed: typeof Int32Array | typeof Float64Array,
): Values<number> {
  return {
    items,
    make,
    read,
    pack: (values) => Packed.from(values) as unknown as number[],
    room: (length) => new Packed(length) as unknown as number[],
  };
}

export type Carries = keyof typeof ALL;
export const CARRIED = Object.keys(ALL) as readonly Carries[];
export const NUMBERS = ['i32', 'f64', 'i64'] as const;

/** The kind of that name; which type its values are is its own affair. */
export function valuesOf(carries: Carries): Values {
  return ALL[carries] as unknown as Values;
}

export function areNumbers(carries: Carries): boolean {
  return carries === 'i32' || carries === 'f64' || carries === 'i64';
}
