import { describe } from '../core/check.js';
import { type Cursor, Layout } from './layout.js';
import { readLength, sizeOfLength, writeLength } from './length.js';
import { Misfit } from './misfit.js';
import { readUtf8, writeUtf8 } from './utf8.js';

/** UTF-8 with its length in bytes before it. */
export class TextLayout extends Layout<string> {
  readonly name = 'string';
  readonly least = 1;
  readonly sample = '';

  /** As if all were ASCII, so that the length is known; if it wasn't, the text moves to make room for a longer length. */
  override write(value: string, bytes: Uint8Array, at: number): number {
    if (typeof value !== 'string') throw new Misfit(`string: expected a string, got ${describe(value)}`);
    const begin = at + sizeOfLength(value.length);
    const end = writeUtf8(value, bytes, begin);
    if (end < 0) return -1;
    const shift = sizeOfLength(end - begin) - (begin - at);
    if (shift > 0) {
      if (end + shift > bytes.length) return -1;
      bytes.copyWithin(begin + shift, begin, end);
    }
    writeLength(end - begin, bytes, at);
    return end + shift;
  }

  override read(cursor: Cursor): string {
    const length = readLength(cursor, 1);
    const begin = cursor.at;
    cursor.at = begin + length;
    return readUtf8(cursor.bytes, begin, cursor.at);
  }
}
