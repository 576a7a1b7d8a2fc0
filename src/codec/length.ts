import type { Cursor } from './layout.js';
import { Misfit } from './misfit.js';

/** The greatest length: 28 bits. */
const LONGEST = 0x0fff_ffff;

/**
 * Writes a length before what has it, in one to four bytes of 7 bits each, the lowest first; the top bit says that another
 * one follows (LEB128, as of DWARF and WebAssembly). Most strings are shorter than 128: one byte.
 */
export function writeLength(length: number, bytes: Uint8Array, at: number): number {
  if (length > LONGEST) throw new Misfit(`longer than ${LONGEST}: ${length}`);
  let rest = length;
  let end = at;
  for (; rest > 0x7f; rest >>>= 7) {
    bytes[end] = rest | 0x80;
    end += 1;
  }
  bytes[end] = rest;
  return end + 1;
}

/** How many bytes `writeLength` takes. */
export function sizeOfLength(length: number): number {
  if (length < 0x80) return 1;
  return length < 0x4000 ? 2 : length < 0x20_0000 ? 3 : 4;
}

/**
 * Reads a length of as many things, of which each has `least` bytes or more.
 *
 * @throws Misfit when there are not as many bytes left: nothing is allocated for the length alone.
 */
export function readLength(cursor: Cursor, least: number): number {
  const { bytes, end } = cursor;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    if (cursor.at >= end) throw new Misfit('it ends within a length');
    const byte = bytes[cursor.at]!;
    cursor.at += 1;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
    if (shift === 21) throw new Misfit('a length has four bytes at most');
  }
  if (length * least > end - cursor.at) {
    throw new Misfit(`a length of ${length} is more than the ${end - cursor.at} bytes that are left have room for`);
  }
  return length;
}
