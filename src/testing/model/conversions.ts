/**
 * What `Atomics` makes of its arguments before it does anything, step by step as ECMA-262 has it. The model must do it
 * first, too: an object that is converted runs code, which must not run within a step, and not twice.
 */

/** What `Atomics` takes. */
export type Words =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** The name of a typed array's class, whoever made it; undefined for all else. */
const classOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Int8Array.prototype), Symbol.toStringTag)
  ?.get as unknown as { call(value: unknown): string | undefined };

const INTEGERS = new Map(
  [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array].map(
    (Class) => [Class.name, Class as new (length: number) => Words],
  ),
);

/** Whether all of `Atomics` works on a value. */
export function isWords(value: unknown): value is Words {
  return INTEGERS.has(classOf.call(value) ?? '');
}

/** Whether threads can wait on words of the array. */
export function isWaitable(words: Words): boolean {
  const name = classOf.call(words);
  return name === 'Int32Array' || name === 'BigInt64Array';
}

/** An array of one word of the same kind, of nobody else's. */
export function oneWord(words: Words): Words {
  const Class = INTEGERS.get(classOf.call(words) as string) as new (length: number) => Words;
  return new Class(1);
}

/** ToIndex, but for its errors: what is no index of any array is out of range. */
export function toIndex(index: unknown): number {
  if (typeof index === 'number' && index >= 0) return Math.trunc(index);
  const number = +(index as number);
  return Number.isNaN(number) ? 0 : Math.trunc(number);
}

/** ToIntegerOrInfinity, or ToBigInt for words of 64 bits. */
export function toValue(words: Words, value: unknown): number | bigint {
  if (typeof value === 'number' && words.BYTES_PER_ELEMENT < 8) return value;
  return words.BYTES_PER_ELEMENT < 8 ? +(value as number) : BigInt.asIntN(Number.MAX_SAFE_INTEGER, value as bigint);
}

/** The same, cut to what a word holds: what `wait` compares with. */
export function toWord(words: Words, value: unknown): number | bigint {
  return words.BYTES_PER_ELEMENT < 8 ? +(value as number) | 0 : BigInt.asIntN(64, value as bigint);
}

/** The time limit of a wait: none, and what is no number, stand for no limit. */
export function toLimit(timeout: unknown): number {
  const ms = timeout === undefined ? Number.POSITIVE_INFINITY : +(timeout as number);
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : Math.max(ms, 0);
}

/** How many a `notify` wakes at most. */
export function toCount(count: unknown): number {
  const number = count === undefined ? Number.POSITIVE_INFINITY : +(count as number);
  return Number.isNaN(number) ? 0 : Math.max(Math.trunc(number), 0);
}
