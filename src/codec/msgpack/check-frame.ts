import { Misfit } from '../misfit.js';

/** The types of extensions that are read: what `undefined`, a large bigint and a time are written as. */
const UNDEFINED = 0x00;
const BIGINT = 0x42;
const TIME = 0xff;

/**
 * Walks over a MessagePack value before msgpackr reads it: that takes lengths at their word, and has extensions that make
 * much of little. Each value takes a byte or more, so what is to come may never be more than what is left.
 *
 * @throws Misfit when the first `length` bytes are anything else than one value, or holds an extension that no encoder here writes.
 */
export function checkFrame(bytes: Uint8Array, length: number): void {
  const frame = new Frame(bytes, length);
  for (let values = 1; values > 0; ) {
    values += frame.next() - 1;
    if (values > frame.left) throw new Misfit(`it ends too early, for ${values} more values are to come`);
  }
  if (frame.left > 0) throw new Misfit(`it goes on for ${frame.left} bytes after its end`);
}

class Frame {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at = 0;

  constructor(bytes: Uint8Array, end: number) {
    this.#bytes = bytes;
    this.#end = end;
  }

  get left(): number {
    return this.#end - this.#at;
  }

  /** Passes the head of the next value, and its bytes; answers how many values stand in it. */
  next(): number {
    const head = this.#number(1);
    if (head < 0x80 || head >= 0xe0) return 0; // a small whole number
    if (head < 0x90) return 2 * (head & 0x0f);
    if (head < 0xa0) return head & 0x0f;
    if (head < 0xc0) return this.#skip(head & 0x1f);
    return this.#long(head);
  }

  #long(head: number): number {
    if (head === 0xc1) throw new Misfit('there is no value that begins with 0xc1');
    if (head <= 0xc3) return 0; // nil, false, true
    if (head <= 0xc6) return this.#skip(this.#number(2 ** (head - 0xc4))); // bytes
    if (head <= 0xc9) return this.#extension(this.#number(2 ** (head - 0xc7)));
    if (head <= 0xcb) return this.#skip(head === 0xca ? 4 : 8); // floats
    if (head <= 0xd3) return this.#skip(2 ** (head & 3)); // whole numbers
    if (head <= 0xd8) return this.#extension(2 ** (head - 0xd4));
    if (head <= 0xdb) return this.#skip(this.#number(2 ** (head - 0xd9))); // text
    if (head <= 0xdd) return this.#number(head === 0xdc ? 2 : 4); // an array
    return 2 * this.#number(head === 0xde ? 2 : 4); // a map
  }

  #extension(size: number): number {
    const type = this.#number(1);
    const known =
      type === BIGINT || (type === UNDEFINED && size === 1) || (type === TIME && [1, 4, 8, 12].includes(size));
    if (!known) throw new Misfit(`an extension of type ${type} and ${size} bytes is none of this codec's`);
    return this.#skip(size);
  }

  /** A number without a sign, of that many bytes, the highest first. */
  #number(size: number): number {
    const begin = this.#at;
    this.#skip(size);
    let number = 0;
    for (let i = begin; i < this.#at; i += 1) number = number * 0x100 + this.#bytes[i]!;
    return number;
  }

  /** Passes that many bytes, in which no values stand. */
  #skip(size: number): 0 {
    if (size > this.left) throw new Misfit(`it ends too early: ${size} bytes are to come, and ${this.left} are left`);
    this.#at += size;
    return 0;
  }
}
