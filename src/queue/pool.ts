/** Bytes that are allocated at once, and up to how many of them a slice takes from there. */
const CHUNK = 65_536;
const SMALL = 4096;

/**
 * Slices of bigger pieces of memory, as those of Node's `Buffer.allocUnsafe`: to allocate an `ArrayBuffer` of a kilobyte takes
 * longer than to fill it. Longer ones have a buffer of their own.
 */
export class Pool {
  #chunk: ArrayBuffer | undefined;
  #used = 0;

  /** A slice, with anything in it. Until it is kept, others get the same bytes. */
  slice(length: number): Uint8Array<ArrayBuffer> {
    if (length > SMALL) return new Uint8Array(length);
    if (this.#chunk === undefined || this.#used + length > CHUNK) {
      this.#chunk = new ArrayBuffer(CHUNK);
      this.#used = 0;
    }
    return new Uint8Array(this.#chunk, this.#used, length);
  }

  /** The slice that was made last is somebody's now. In whole eights, since such are copied fastest. */
  keep(length: number): void {
    if (length <= SMALL) this.#used += (length + 7) & ~7;
  }
}
