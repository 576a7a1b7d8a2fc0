import { describe } from '../core/check.js';
import { type Cursor, Layout } from './layout.js';
import { Misfit } from './misfit.js';

/** A byte that is 0 or 1. */
export class Flag extends Layout<boolean> {
  readonly name = 'bool';
  readonly least = 1;
  readonly sample = false;

  override write(value: boolean, bytes: Uint8Array, at: number): number {
    if (typeof value !== 'boolean') throw new Misfit(`bool: expected a boolean, got ${describe(value)}`);
    bytes[at] = value ? 1 : 0;
    return at + 1;
  }

  override read(cursor: Cursor): boolean {
    return readFlag(cursor);
  }
}

/** @throws Misfit when the byte at the cursor is neither 0 nor 1. */
export function readFlag(cursor: Cursor): boolean {
  const byte = cursor.bytes[cursor.at];
  cursor.at += 1;
  if (byte === 1) return true;
  if (byte === 0) return false;
  throw new Misfit(`expected a byte that is 0 or 1, got ${byte}`);
}
