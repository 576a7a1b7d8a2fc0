/** Bytes at first. */
const LEAST = 256;

/** The same memory twice: words, for short copies, and bytes. */
export interface Pad {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
}

/** A pad for at least so many bytes. */
export function padOf(length: number): Pad {
  const buffer = new ArrayBuffer(Math.max(LEAST, 2 ** Math.ceil(Math.log2(length))));
  return { bytes: new Uint8Array(buffer), words: new Int32Array(buffer) };
}

/**
 * Memory of this thread's own that is used again and again, lent to one borrower at a time: whoever borrows while it is
 * lent gets some of its own.
 */
export class Scratch {
  #pad: Pad | undefined;

  /** At least so many bytes, with anything in them. */
  borrow(length: number): Pad {
    const pad = this.#pad;
    this.#pad = undefined;
    return pad !== undefined && pad.bytes.length >= length ? pad : padOf(length);
  }

  /** Nobody uses them any more. */
  giveBack(pad: Pad): void {
    if (this.#pad === undefined || this.#pad.bytes.length < pad.bytes.length) this.#pad = pad;
  }
}
