import fc from 'fast-check';
import { bytes, type Codec, json, list, optional, record, structured, text } from 'reveille/codec';
import { msgpack } from 'reveille/codec/msgpack';

/** A codec, and what it must carry. */
export interface Case<T = unknown> {
  readonly codec: Codec<T>;
  readonly values: fc.Arbitrary<T>;
}

/** Strings that are text: short and long, ASCII and others. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.nat({ max: 20_000 }).map((length) => 'aé'.repeat(length)),
  fc.nat({ max: 300 }).map((length) => `\uFEFF${'x'.repeat(length)}`),
);

const blobs = fc.uint8Array({ maxLength: 300 });

/** As `JSON.parse` makes them, `__proto__` and all. */
const jsons = fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const everything = record({
  i8: 'i8',
  i16: 'i16',
  i32: 'i32',
  i64: 'i64',
  u8: 'u8',
  u16: 'u16',
  u32: 'u32',
  u64: 'u64',
  f32: 'f32',
  f64: 'f64',
  'a "quoted" name': 'bool',
  string: 'string',
  bytes: 'bytes',
  nested: record({ 0: 'u8', list: list(record({ name: 'string', when: optional('f64') })) }),
});

const whole = (min: number, max: number) => fc.integer({ min, max });

/** Objects as literals make them. */
const objects = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { noNullPrototype: true });

const records = objects({
  i8: whole(-(2 ** 7), 2 ** 7 - 1),
  i16: whole(-(2 ** 15), 2 ** 15 - 1),
  i32: whole(-(2 ** 31), 2 ** 31 - 1),
  i64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  u8: whole(0, 2 ** 8 - 1),
  u16: whole(0, 2 ** 16 - 1),
  u32: whole(0, 2 ** 32 - 1),
  u64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  f32: fc.float(),
  f64: fc.double(),
  'a "quoted" name': fc.boolean(),
  string: texts,
  bytes: blobs,
  nested: objects({
    0: whole(0, 255),
    list: fc.array(objects({ name: fc.string(), when: fc.option(fc.double(), { nil: undefined }) })),
  }),
});

/** Whether `found` says yes to the value, or to something that stands in it. */
function holds(value: unknown, found: (part: unknown) => boolean): boolean {
  if (found(value)) return true;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  const parts = value instanceof Map || value instanceof Set ? [...value].flat() : Object.values(value);
  return parts.some((part) => holds(part, found));
}

/** Dates that are none are carried, but `deepEqual` takes them to differ. */
const isNoDate = (value: unknown): boolean => value instanceof Date && Number.isNaN(value.getTime());

const clonable = fc
  .anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  })
  .filter((value) => !holds(value, isNoDate));

/** What MessagePack has, without what it has no type for. */
const packable = fc
  .anything({
    withBigInt: true,
    withDate: true,
    key: fc.string().filter((key) => key !== '__proto__'),
    values: [fc.boolean(), fc.integer(), fc.double(), fc.string(), fc.constant(null), fc.bigInt(), fc.date(), blobs],
  })
  .filter((value) => !holds(value, (part) => isNoDate(part) || Object.is(part, -0)));

const theCase = <T>(codec: Codec<T>, values: fc.Arbitrary<T>): Case => ({ codec, values }) as unknown as Case;

export const CASES: readonly Case[] = [
  theCase(json(), jsons),
  theCase(structured(), clonable),
  theCase(text(), texts),
  theCase(bytes(), blobs),
  theCase(list('f64'), fc.array(fc.double())),
  theCase(list(list(optional('string'))), fc.array(fc.array(fc.option(texts, { nil: undefined })))),
  theCase(everything, records),
  theCase(msgpack(), packable),
];
