import type { Codec } from '../../codec/codec.js';
import type { Frame } from '../../queue/frame.js';
import { Pool } from '../../queue/pool.js';
import type { SharedFrameQueue } from '../../queue/shared-frame-queue.js';
import { CodecStore } from './codec-store.js';

/** Bytes as they are, in the frames of a queue: nothing has to be written or read, and they are copied but once. */
export class FrameStore extends CodecStore<Uint8Array> {
  readonly #pool = new Pool();

  constructor(queue: SharedFrameQueue, codec: Codec<Uint8Array>) {
    super(queue, codec);
  }

  override push(value: Uint8Array): boolean {
    // The codec knows what to say of anything else.
    if (!(value instanceof Uint8Array) || value.length > this.maxFrame) return super.push(value);
    return this.fits(this.queue.push(value), value.length);
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
