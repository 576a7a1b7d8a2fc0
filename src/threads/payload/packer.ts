import { type Naming, PayloadError, placeIn, Unfit } from './payload-error.js';
import { Scratch } from './scratch.js';
import type { Give } from './stand-ins.js';
import { Writer } from './writer.js';

/** One a thread; packs one value at a time into its own scratch memory. */
export class Packer {
  readonly #scratch = new Scratch();
  readonly #writer = new Writer(this.#scratch);
  #busy = false;
  /** Whether something of the value before is left: what cleans up may itself find no room on the stack. */
  #isDirty = false;

  /**
   * Packs a value, and forgets the one before.
   *
   * Arrays of bytes are noted only: until they are copied, they must not be changed. A part of a larger buffer arrives as
   * an array with a buffer of its own. Of arrays, only the elements arrive; of objects of a class, the own properties.
   *
   * @param give - replaces what can't be copied.
   * @param name - what the value is called in errors.
   * @param parcel - gets copies of long arrays, which are read together with the rest.
   * @returns how many bytes it takes.
   * @throws PayloadError naming the part that can't be sent; what a getter throws.
   */
  pack(value: unknown, give?: Give, name: Naming = 'args', parcel: ArrayBuffer[] | null = null): number {
    if (this.#busy) throw new PayloadError(`${placeIn(name, '')}: packed by a getter of a value that is being packed`);
    if (this.#isDirty) this.#clean();
    this.#busy = true;
    try {
      this.#isDirty = true;
      this.#scratch.clear();
      this.#writer.transfers.clear();
      this.#writer.give = give;
      this.#scratch.parcel = parcel;
      this.#writer.write(value);
      const { size } = this.#scratch;
      this.#forget();
      this.#isDirty = false;
      return size;
    } catch (error) {
      throw outside(error, name);
    } finally {
      this.#busy = false; // first, for it needs no room
      if (this.#isDirty) this.#clean();
    }
  }

  /** What is to be sent by message along with what was packed last: stand-ins of the kind `PORT` have their indices. */
  get ports(): readonly object[] {
    return this.#writer.transfers.ports;
  }

  #forget(): void {
    this.#writer.forget();
    this.#scratch.parcel = null;
  }

  #clean(): void {
    this.#forget();
    this.#scratch.clear();
    this.#writer.transfers.clear();
    this.#isDirty = false;
  }

  /**
   * Copies what was packed last, detaches the buffers that are transferred, and lets go of it.
   *
   * @param target - shared memory; its own first byte stands on a multiple of 8, too.
   * @param at - a multiple of 8, so that large arrays are copied word by word.
   */
  copyTo(target: Uint8Array, at: number): void {
    this.#scratch.copyTo(target, at);
    this.#writer.transfers.detach();
  }
}

function outside(error: unknown, name: Naming): unknown {
  if (error instanceof Unfit) return error.toError(name);
  const full = error instanceof RangeError && /call stack/.test(error.message);
  return full ? new PayloadError(`${placeIn(name, '')}: nested too deeply`, { cause: error }) : error;
}
