import type { Codec } from '../../codec/codec.js';
import { describe } from '../../core/check.js';
import type { SharedFrameQueue } from '../../queue/shared-frame-queue.js';
import type { Batch } from '../flavour.js';
import { NOTHING } from './nothing.js';
import type { Store } from './store.js';

/** Bytes for most values; more are taken when a value does not fit. */
const FIRST = 1024;

/** Values that a codec writes into the frames of a queue. User code runs here, and never while a lock is held. */
export class CodecStore<T> implements Store<T> {
  readonly #queue: SharedFrameQueue;
  readonly #codec: Codec<T>;
  #out = new Uint8Array(FIRST);
  #in = new Uint8Array(FIRST);
  /** How long the frame was that was refused last. */
  #refused = 0;

  constructor(queue: SharedFrameQueue, codec: Codec<T>) {
    this.#queue = queue;
    this.#codec = codec;
  }

  push(value: T): boolean {
    const length = this.#encode(value);
    const fits = this.#queue.push(this.#out, length);
    if (!fits) this.#refused = length;
    return fits;
  }

  pushMany(values: Batch<T>): number {
    let count = 0;
    while (count < values.length && this.push(values[count] as T)) count += 1;
    return count;
  }

  pop(): T | undefined {
    const bytes = this.#queue.pop(this.#room);
    if (bytes === undefined) return undefined;
    const value = this.#codec.decode(bytes, 0, this.#length);
    return value === undefined ? (NOTHING as T) : value;
  }

  popInto(into: Batch<T>): number {
    if (!Array.isArray(into)) throw new TypeError(`into: expected an array, got ${describe(into)}`);
    for (let count = 0; count < into.length; count += 1) {
      const value = this.pop();
      if (value === undefined) return count;
      into[count] = (value as unknown) === NOTHING ? (undefined as T) : value;
    }
    return into.length;
  }

  get length(): number {
    return this.#queue.length;
  }

  get capacity(): number {
    return this.#queue.capacity;
  }

  get isEmpty(): boolean {
    return this.#queue.isEmpty;
  }

  get isFull(): boolean {
    return this.#queue.isFullFor(this.#refused);
  }

  close(): void {
    this.#queue.close();
  }

  get isClosed(): boolean {
    return this.#queue.isClosed;
  }

  #length = 0;

  readonly #room = (length: number): Uint8Array => {
    if (length > this.#in.length) this.#in = new Uint8Array(roomFor(length));
    this.#length = length;
    return this.#in;
  };

  /** Writes the value into `out`, which grows as it must; answers how long it is. */
  #encode(value: T): number {
    for (;;) {
      const end = this.#codec.encode(value, this.#out, 0);
      if (end >= 0) return end;
      const { maxFrame } = this.#queue;
      if (this.#out.length > maxFrame) throw new RangeError(tooLong(this.#codec.name, maxFrame));
      this.#out = new Uint8Array(Math.min(this.#out.length * 4, maxFrame + 1));
    }
  }
}

const roomFor = (length: number): number => 2 ** Math.ceil(Math.log2(length));

const tooLong = (codec: string, most: number): string =>
  `value: as ${codec} it takes more than the ${most} bytes that a frame of this channel has; options.bytes allows more`;
