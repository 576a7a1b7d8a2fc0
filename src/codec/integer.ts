import { describe } from '../core/check.js';
import { type Cursor, Layout } from './layout.js';
import { Misfit } from './misfit.js';

/** Whole numbers of 1, 2 or 4 bytes, the lowest byte first. */
export class Integer extends Layout<number> {
  readonly name: string;
  readonly least: 1 | 2 | 4;
  readonly sample = 0;
  readonly #min: number;
  readonly #max: number;

  constructor(name: string, size: 1 | 2 | 4, min: number) {
    super();
    this.name = name;
    this.least = size;
    this.#min = min;
    this.#max = min + 2 ** (8 * size) - 1;
  }

  override write(value: number, bytes: Uint8Array, at: number): number {
    if (!Number.isInteger(value) || value < this.#min || value > this.#max) throw this.#misfit(value);
    const size = this.least;
    bytes[at] = value; // a byte takes the lowest 8 bits of what it is given
    if (size === 1) return at + 1;
    bytes[at + 1] = value >> 8;
    if (size === 2) return at + 2;
    bytes[at + 2] = value >> 16;
    bytes[at + 3] = value >> 24;
    return at + 4;
  }

  override read(cursor: Cursor): number {
    const { bytes, at } = cursor;
    const size = this.least;
    cursor.at = at + size;
    if (size === 4) {
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      return this.#min < 0 ? word : word >>> 0;
    }
    const word = size === 1 ? bytes[at]! : bytes[at]! | (bytes[at + 1]! << 8);
    return word > this.#max ? word + 2 * this.#min : word; // the upper half stands for what is below 0
  }

  #misfit(value: unknown): Misfit {
    return new Misfit(
      `${this.name}: expected a whole number from ${this.#min} to ${this.#max}, got ${describe(value)}`,
    );
  }
}
