import { describe } from '../core/check.js';
import { type Cursor, Layout } from './layout.js';
import { Misfit } from './misfit.js';

/**
 * A number goes through one of these, byte by byte, and not through a `DataView`, which would have to be made for each
 * `bytes`: that costs more than a small record.
 */
const DOUBLE = /* @__PURE__ */ new Float64Array(1);
const DOUBLE_BYTES = /* @__PURE__ */ bytesOf(DOUBLE);
const FLOAT = /* @__PURE__ */ new Float32Array(1);
const FLOAT_BYTES = /* @__PURE__ */ bytesOf(FLOAT);

function bytesOf(words: Float64Array | Float32Array): Uint8Array {
  return new Uint8Array(words.buffer);
}

/** Numbers as they are. Unrolled: a loop over the bytes takes twice as long. */
export class Float64 extends Layout<number> {
  readonly name = 'f64';
  readonly least = 8;
  readonly sample = 0.5;

  override write(value: number, bytes: Uint8Array, at: number): number {
    if (typeof value !== 'number') throw noNumber(this.name, value);
    DOUBLE[0] = value;
    bytes[at] = DOUBLE_BYTES[0]!;
    bytes[at + 1] = DOUBLE_BYTES[1]!;
    bytes[at + 2] = DOUBLE_BYTES[2]!;
    bytes[at + 3] = DOUBLE_BYTES[3]!;
    bytes[at + 4] = DOUBLE_BYTES[4]!;
    bytes[at + 5] = DOUBLE_BYTES[5]!;
    bytes[at + 6] = DOUBLE_BYTES[6]!;
    bytes[at + 7] = DOUBLE_BYTES[7]!;
    return at + 8;
  }

  override read(cursor: Cursor): number {
    const { bytes, at } = cursor;
    DOUBLE_BYTES[0] = bytes[at]!;
    DOUBLE_BYTES[1] = bytes[at + 1]!;
    DOUBLE_BYTES[2] = bytes[at + 2]!;
    DOUBLE_BYTES[3] = bytes[at + 3]!;
    DOUBLE_BYTES[4] = bytes[at + 4]!;
    DOUBLE_BYTES[5] = bytes[at + 5]!;
    DOUBLE_BYTES[6] = bytes[at + 6]!;
    DOUBLE_BYTES[7] = bytes[at + 7]!;
    cursor.at = at + 8;
    return DOUBLE[0]!;
  }
}

/** Numbers, rounded to 32 bits. */
export class Float32 extends Layout<number> {
  readonly name = 'f32';
  readonly least = 4;
  readonly sample = 0.5;

  override write(value: number, bytes: Uint8Array, at: number): number {
    if (typeof value !== 'number') throw noNumber(this.name, value);
    FLOAT[0] = value;
    for (let i = 0; i < 4; i += 1) bytes[at + i] = FLOAT_BYTES[i]!;
    return at + 4;
  }

  override read(cursor: Cursor): number {
    const { bytes, at } = cursor;
    for (let i = 0; i < 4; i += 1) FLOAT_BYTES[i] = bytes[at + i]!;
    cursor.at = at + 4;
    return FLOAT[0]!;
  }
}

const noNumber = (name: string, value: unknown): Misfit =>
  new Misfit(`${name}: expected a number, got ${describe(value)}`);
