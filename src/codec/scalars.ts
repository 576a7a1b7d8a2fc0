import { BigInteger } from './big-integer.js';
import { BytesLayout } from './bytes-layout.js';
import { Flag } from './flag.js';
import { Float32, Float64 } from './float.js';
import { Integer } from './integer.js';
import type { Layout } from './layout.js';
import { TextLayout } from './text-layout.js';

/**
 * What a scalar is in a program, by what it is called in a schema. `i8` to `i32` and `u8` to `u32` are whole numbers, with
 * and without a sign, of as many bits; `i64` and `u64` are bigints; `f64` is any number, `f32` one that is rounded to 32
 * bits; `string` is UTF-8; `bytes` is a `Uint8Array`, which arrives as a copy.
 *
 * Corresponds to Rust's types of these names, `String` and `Vec<u8>`.
 *
 * @example
 * ```ts
 * import { list, type Scalars } from 'reveille/codec';
 *
 * const amounts: Scalars['i64'][] = [1n, -2n];
 * const frame = new Uint8Array(32);
 * const end = list('i64').encode(amounts, frame, 0);
 * console.log(end, list('i64').decode(frame, 0, end)); // 17 [ 1n, -2n ]
 * ```
 */
export interface Scalars {
  /** A whole number from -128 to 127. */
  readonly i8: number;
  /** A whole number from -32,768 to 32,767. */
  readonly i16: number;
  /** A whole number from -2^31 to 2^31 - 1. */
  readonly i32: number;
  /** A bigint from -2^63 to 2^63 - 1. */
  readonly i64: bigint;
  /** A whole number from 0 to 255. */
  readonly u8: number;
  /** A whole number from 0 to 65,535. */
  readonly u16: number;
  /** A whole number from 0 to 2^32 - 1. */
  readonly u32: number;
  /** A bigint from 0 to 2^64 - 1. */
  readonly u64: bigint;
  /** A number that is rounded to 32 bits, in 4 bytes. */
  readonly f32: number;
  /** A number, in 8 bytes. */
  readonly f64: number;
  /** A boolean, in one byte. */
  readonly bool: boolean;
  /** A string, as UTF-8 with its length before it. */
  readonly string: string;
  /** Bytes with their length before them. */
  readonly bytes: Uint8Array;
}

type ScalarLayouts = { readonly [Name in keyof Scalars]: Layout<Scalars[Name]> };

/** A layout for each. */
export const SCALARS: ScalarLayouts = /* @__PURE__ */ (() => ({
  i8: new Integer('i8', 1, -(2 ** 7)),
  i16: new Integer('i16', 2, -(2 ** 15)),
  i32: new Integer('i32', 4, -(2 ** 31)),
  i64: new BigInteger('i64', new BigInt64Array(1)),
  u8: new Integer('u8', 1, 0),
  u16: new Integer('u16', 2, 0),
  u32: new Integer('u32', 4, 0),
  u64: new BigInteger('u64', new BigUint64Array(1)),
  f32: new Float32(),
  f64: new Float64(),
  bool: new Flag(),
  string: new TextLayout(),
  bytes: new BytesLayout(),
}))();
