import { describe } from '../core/check.js';
import { copyOf } from './bytes.js';
import { type Cursor, Layout } from './layout.js';
import { readLength, sizeOfLength, writeLength } from './length.js';
import { Misfit } from './misfit.js';

/** Bytes with their length before them. */
export class BytesLayout extends Layout<Uint8Array> {
  readonly name = 'bytes';
  readonly least = 1;
  readonly sample: unknown = undefined;

  override write(value: Uint8Array, bytes: Uint8Array, at: number): number {
    if (!(value instanceof Uint8Array)) throw new Misfit(`bytes: expected a Uint8Array, got ${describe(value)}`);
    const { length } = value;
    const end = at + sizeOfLength(length) + length;
    if (end > bytes.length) return -1;
    const from = writeLength(length, bytes, at);
    try {
      bytes.set(value, from);
    } catch {
      throw new Misfit('bytes: expected a Uint8Array with memory, got one that is detached');
    }
    return end;
  }

  override read(cursor: Cursor): Uint8Array {
    const length = readLength(cursor, 1);
    const begin = cursor.at;
    cursor.at = begin + length;
    return copyOf(cursor.bytes, begin, cursor.at);
  }
}
