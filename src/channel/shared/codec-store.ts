import type { Codec } from '../../codec/codec.js';
import { describe } from '../../core/check.js';
import { padOf } from '../../queue/scratch.js';
import type { SharedFrameQueue } from '../../queue/shared-frame-queue.js';
import type { Batch } from '../flavour.js';
import { NOTHING } from './nothing.js';
import type { Store } from './store.js';

/** Bytes for most values; more are taken when a value does not fit. */
const FIRST = 1024;

/** Values that a codec writes into the frames of a queue. User code runs here, and never while a lock is held. */
export class CodecStore<T> implements Store<T> {
  protected readonly queue: SharedFrameQueue;
  readonly #codec: Codec<T>;
  #out = padOf(FIRST);
  /** How long the frame was that was refused last. */
  #refused = 0;

  constructor(queue: SharedFrameQueue, codec: Codec<T>) {
    this.queue = queue;
    this.#codec = codec;
  }

  push(value: T): boolean {
    const length = this.#encode(value);
    return this.fits(this.queue.pushPad(this.#out, length), length);
  }

  pushMany(values: Batch<T>): number {
    let count = 0;
    while (count < values.length && this.push(values[count] as T)) count += 1;
    return count;
  }

  pop(): T | undefined {
    return this.queue.popWith(this.#read);
  }

  /** There is no typed array of such values. */
  popInto(into: Batch<T>): number {
    throw new TypeError(`into: expected an array, got ${describe(into)}`);
  }

  get length(): number {
    return this.queue.length;
  }

  get capacity(): number {
    return this.queue.capacity;
  }

  get isFull(): boolean {
    return this.queue.isFullFor(this.#refused);
  }

  get isHeld(): boolean {
    return !this.queue.isEmpty;
  }

  get ready(): number {
    return this.queue.isReady ? this.queue.length : 0;
  }

  close(): void {
    this.queue.close();
  }

  get isClosed(): boolean {
    return this.queue.isClosed;
  }

  /** Notes how long a frame was, if it was refused. */
  protected fits(fitted: boolean, length: number): boolean {
    if (!fitted) this.#refused = length;
    return fitted;
  }

  readonly #read = (bytes: Uint8Array, at: number, end: number): T => {
    const value = this.#codec.decode(bytes, at, end);
    return value === undefined ? (NOTHING as T) : value;
  };

  /** Writes the value into `out`, which grows as it must; answers how long it is. */
  #encode(value: T): number {
    const { maxFrame } = this.queue;
    for (;;) {
      const { bytes } = this.#out;
      const end = this.#codec.encode(value, bytes, 0);
      if (end >= 0 && end <= maxFrame) return end;
      if (end >= 0 || bytes.length > maxFrame) throw new RangeError(tooLong(this.#codec.name, maxFrame));
      this.#out = padOf(bytes.length * 4);
    }
  }
}

const tooLong = (codec: string, most: number): string =>
  `value: as ${codec} it takes more than the ${most} bytes that a frame of this channel has; options.bytes allows more`;
