import { bytes } from '../../codec/bytes.js';
import type { Frame } from '../../queue/frame.js';
import { lengthOf } from '../../queue/length-of.js';
import { Pool } from '../../queue/pool.js';
import type { SharedFrameQueue } from '../../queue/shared-frame-queue.js';
import { CodecStore, tooLong } from './codec-store.js';

/** Bytes as they are, in the frames of a queue: nothing has to be written or read, and they are copied but once. */
export class FrameStore extends CodecStore<Uint8Array> {
  readonly #pool = new Pool();

  constructor(queue: SharedFrameQueue) {
    super(queue, bytes());
  }

  override push(value: Uint8Array): boolean {
    if (!(value instanceof Uint8Array)) return super.push(value); // the codec knows what to say of it
    const length = this.#lengthOf(value);
    return this.fits(this.queue.pushBytes(value, length), length);
  }

  override check(value: Uint8Array): void {
    if (value instanceof Uint8Array) this.#lengthOf(value);
    else super.check(value);
  }

  #lengthOf(value: Uint8Array): number {
    const length = lengthOf('value', value);
    if (length > this.maxFrame) throw tooLong(bytes().name, this.maxFrame);
    return length;
  }

  override pop(): Uint8Array | undefined {
    return this.queue.popSlice(this.#pool);
  }

  /** See {@link SharedFrameQueue.reserve}. */
  reserve(length: number, ended: () => void): Frame | undefined {
    const frame = this.queue.reserveFor(length, ended);
    this.fits(frame !== undefined, length);
    return frame;
  }

  get maxFrame(): number {
    return this.queue.maxFrame;
  }
}
