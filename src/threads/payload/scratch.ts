import { unfilled } from '../../platform/index.js';
import { Unfit } from './payload-error.js';
import { aligned, inParcel, LONG, NEAR } from './tags.js';

const FIRST = 4096;
const MOST = 0x7fff_fff8;
/** A scratch that grew beyond is let go of when its value is copied, bytes. */
const KEPT = 0x10_0000;
/** Up to here a loop is faster than `set`, for which a subarray has to be made. */
const LOOPED = 48;

/** The bytes of one value: those that were written, and behind them others' arrays, which are copied at the end only. */
export class Scratch {
  bytes = new Uint8Array(FIRST);
  view = new DataView(this.bytes.buffer);
  at = 0;
  /** How much the arrays take that come behind. */
  far = 0;
  /** Where long arrays are put, as copies, rather than behind all else; null where they can't be. */
  parcel: ArrayBuffer[] | null = null;
  /** Where those stand that are in the parcel. */
  readonly #parcelled: number[] = [];
  readonly #arrays: Uint8Array[] = [];
  /** How far before the end each of them begins; a getter may have detached one since. */
  readonly #begins: number[] = [];

  /** Makes sure that there is room for so many bytes; answers where. */
  take(size: number): number {
    const at = this.at;
    if (at + size > this.bytes.length) this.#grow(at + size);
    this.at = at + size;
    return at;
  }

  tag(tag: number): void {
    const at = this.take(1); // first, for it may put other bytes in the place of these
    this.bytes[at] = tag;
  }

  /** A tag, then four bytes. */
  word(tag: number, value: number): void {
    const at = this.take(5);
    const bytes = this.bytes;
    bytes[at] = tag;
    bytes[at + 1] = value;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value >> 16;
    bytes[at + 4] = value >> 24;
  }

  u32(value: number): void {
    const at = this.take(4);
    this.view.setUint32(at, value, true);
  }

  double(tag: number, value: number): void {
    const at = this.take(9);
    this.bytes[at] = tag;
    this.view.setFloat64(at + 1, value, true);
  }

  /** An array here, or behind all else. */
  array(near: number, far: number, array: Uint8Array): void {
    const { length } = array;
    if (length <= NEAR) {
      this.word(near, length);
      const at = this.take(length);
      for (let i = 0; i < length; i += 1) this.bytes[at + i] = array[i]!;
      return;
    }
    if (this.parcel !== null && length >= LONG) {
      this.#parcelled.push(this.at);
      this.word(far, length);
      this.u32(inParcel(this.parcel.push(copyOf(array)) - 1));
      return;
    }
    this.far += aligned(length);
    if (this.far > MOST) throw new Unfit(`it takes more than ${MOST} bytes`);
    this.#arrays.push(array);
    this.#begins.push(this.far);
    this.word(far, length);
    this.u32(this.far);
  }

  /** How many bytes it takes in all. */
  get size(): number {
    return this.far === 0 ? this.at : aligned(this.at) + this.far;
  }

  copyTo(target: Uint8Array, to: number): void {
    const { bytes, at } = this;
    if (at <= LOOPED) for (let i = 0; i < at; i += 1) target[to + i] = bytes[i]!;
    else target.set(bytes.subarray(0, at), to);
    if (this.far > 0) this.#copyArrays(target, to + this.size);
    this.clear();
  }

  /** The first of them is the last: so each knew where it stands before there were more. */
  #copyArrays(target: Uint8Array, end: number): void {
    for (let i = 0; i < this.#arrays.length; i += 1) target.set(this.#arrays[i]!, end - this.#begins[i]!);
  }

  /** Takes back what was written since `at` and `far` were these. */
  goBack(at: number, far: number): void {
    this.at = at;
    while (this.#parcelled.length > 0 && this.#parcelled.at(-1)! >= at) {
      this.#parcelled.pop();
      this.parcel?.pop();
    }
    while (this.#arrays.length > 0 && this.#begins.at(-1)! > far) {
      this.#arrays.pop();
      this.#begins.pop();
    }
    this.far = far;
  }

  clear(): void {
    this.at = 0;
    if (this.#parcelled.length > 0) this.#parcelled.length = 0;
    if (this.far > 0) this.#arrays.length = this.#begins.length = 0;
    this.far = 0;
    if (this.bytes.length > KEPT) this.#use(FIRST);
  }

  #grow(size: number): void {
    if (size > MOST) throw new Unfit(`it takes more than ${MOST} bytes`);
    const old = this.bytes;
    this.#use(Math.min(MOST, Math.max(size, old.length * 2)));
    this.bytes.set(old);
  }

  #use(size: number): void {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }
}

function copyOf(array: Uint8Array): ArrayBuffer {
  const copy = unfilled(array.length);
  copy.set(array);
  return copy.buffer;
}
