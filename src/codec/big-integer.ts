import { describe } from '../core/check.js';
import { type Cursor, Layout } from './layout.js';
import { Misfit } from './misfit.js';

type Words = BigInt64Array | BigUint64Array;

/** Bigints of 64 bits. */
export class BigInteger extends Layout<bigint> {
  readonly name: string;
  readonly least = 8;
  readonly sample: unknown = undefined;
  readonly #word: Words;
  readonly #bytes: Uint8Array;

  /** @param word - an array of one: what is put there is cut to its type. */
  constructor(name: string, word: Words) {
    super();
    this.name = name;
    this.#word = word;
    this.#bytes = new Uint8Array(word.buffer);
  }

  override write(value: bigint, bytes: Uint8Array, at: number): number {
    if (typeof value !== 'bigint') throw this.#misfit(value);
    this.#word[0] = value;
    if (this.#word[0] !== value) throw this.#misfit(value);
    for (let i = 0; i < 8; i += 1) bytes[at + i] = this.#bytes[i]!;
    return at + 8;
  }

  override read(cursor: Cursor): bigint {
    const { bytes, at } = cursor;
    for (let i = 0; i < 8; i += 1) this.#bytes[i] = bytes[at + i]!;
    cursor.at = at + 8;
    return this.#word[0]!;
  }

  #misfit(value: unknown): Misfit {
    return new Misfit(`${this.name}: expected a bigint of 64 bits, got ${describe(value)}`);
  }
}
