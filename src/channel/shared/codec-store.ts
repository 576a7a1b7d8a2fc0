import type { Codec } from '../../codec/codec.js';
import { CodecError } from '../../codec/codec-error.js';
import { describe } from '../../core/check.js';
import { type Pad, padOf, Scratch } from '../../queue/scratch.js';
import type { SharedFrameQueue } from '../../queue/shared-frame-queue.js';
import type { Batch } from '../flavour.js';
import { NOTHING } from './nothing.js';
import type { Store } from './store.js';

/** Bytes for most values; more are taken when a value does not fit. */
const FIRST = 1024;
/** What `encode` answers when a value does not fit. */
const NO_ROOM = -1;

/** Values that a codec writes into the frames of a queue. User code runs here, and never while a lock is held. */
export class CodecStore<T> implements Store<T> {
  protected readonly queue: SharedFrameQueue;
  readonly #codec: Codec<T>;
  /** A codec that sends, in a getter of the value's for instance, writes to a pad of its own. */
  readonly #scratch = new Scratch();
  /** How long the frame was that was refused last. */
  #refused = 0;
  /** And how long the last one was, refused or not. */
  #last = 0;

  constructor(queue: SharedFrameQueue, codec: Codec<T>) {
    this.queue = queue;
    this.#codec = codec;
  }

  push(value: T): boolean {
    return this.#write(value, true);
  }

  check(value: T): void {
    this.#write(value, false);
  }

  #write(value: T, isPut: boolean): boolean {
    let pad = this.#scratch.borrow(FIRST);
    try {
      let length = this.#encode(value, pad);
      while (length === NO_ROOM) {
        pad = padOf(pad.bytes.length * 4);
        length = this.#encode(value, pad);
      }
      return isPut && this.fits(this.queue.pushPad(pad, length), length);
    } finally {
      this.#scratch.giveBack(pad);
    }
  }

  /** Those before one that can't be carried are sent; what is wrong with that one is told when it is the first. */
  pushMany(values: Batch<T>): number {
    let count = 0;
    try {
      while (count < values.length && this.push(values[count] as T)) count += 1;
    } catch (error) {
      if (count === 0) throw error;
    }
    return count;
  }

  pop(): T | undefined {
    return this.queue.popWith(this.#read);
  }

  discard(): boolean {
    return this.queue.discard();
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

  /** An empty queue is: whoever has the turn and does not come is not to stop the others for good. */
  get isRoomy(): boolean {
    const { queue } = this;
    return queue.isEmpty || queue.fitsBeside(this.#last, queue.maxFrame);
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

  /** Notes how long a frame was. */
  protected fits(fitted: boolean, length: number): boolean {
    this.#last = length;
    if (!fitted) this.#refused = length;
    return fitted;
  }

  readonly #read = (bytes: Uint8Array, at: number, end: number): T => {
    const value = this.#codec.decode(bytes, at, end);
    return value === undefined ? (NOTHING as T) : value;
  };

  /** Writes the value into a pad; answers how long it is, or {@link NO_ROOM} if that takes a longer one. */
  #encode(value: T, { bytes }: Pad): number {
    const { maxFrame } = this.queue;
    const room = bytes.length;
    const end = this.#codec.encode(value, bytes, 0);
    if (end >= 0 && end <= maxFrame && end <= bytes.length && Number.isInteger(end)) return end;
    if (end === NO_ROOM && room <= maxFrame) return NO_ROOM;
    if (end === NO_ROOM || (end <= bytes.length && Number.isInteger(end) && end > 0))
      throw tooLong(this.#codec.name, maxFrame);
    const reason = `its codec's encode answered ${describe(end)}, which is neither an index up to ${room} nor -1`;
    throw new CodecError(this.#codec.name, 'value', reason);
  }
}

/** For a value that no frame is long enough for. */
export function tooLong(codec: string, most: number): RangeError {
  return new RangeError(
    `value: as ${codec} it takes more than the ${most} bytes that a frame of this channel has; options.bytes allows more`,
  );
}
