import { ReveilleError } from '../../core/errors.js';
import { real } from './real.js';

const { SharedArrayBuffer: RealBuffer } = real;

/** Buffers that the program's set-up may make, and that each thread's may. */
const OF_PROGRAM = 16;
const OF_THREAD = 24;

/** The highest word of a buffer that a step can name. */
const MOST_WORDS = 2 ** 24 - 2;

/** Stands for the length of a buffer that can grow, as a place. */
const LENGTH = 2 ** 24 - 1;

/** A buffer made in an earlier run, to be used again. */
interface Slot {
  readonly id: number;
  readonly bytes: number;
  readonly buffer: SharedArrayBuffer;
}

/**
 * The shared memory of the program under test, by numbers that are the same in every run and on every thread. Buffers
 * are made in set-up alone; the next run's set-up, asking for the same ones, gets the same ones again, zeroed, so that
 * threads need not be sent anything between runs.
 */
export class Memory {
  /** Changes when a buffer was made that other threads do not know yet. */
  version = 0;
  readonly #ids = new WeakMap<object, number>();
  readonly #buffers = new Map<number, SharedArrayBuffer>();
  readonly #slots = new Map<string, Slot[]>();
  /** How many of each size this set-up has asked for. */
  readonly #asked = new Map<string, number>();
  readonly #first: number;
  readonly #most: number;
  #made = 0;
  #last: object | undefined;
  #lastId = -1;

  /** @param thread - whose set-up makes the buffers; -1 for the program's. */
  constructor(thread: number) {
    this.#first = thread === -1 ? 0 : OF_PROGRAM + thread * OF_THREAD;
    this.#most = thread === -1 ? OF_PROGRAM : OF_THREAD;
  }

  /** A set-up begins. */
  restart(): void {
    this.#asked.clear();
  }

  /** New shared memory, as far as the program can tell. */
  make(bytes: number, maxBytes: number | undefined): SharedArrayBuffer {
    const size = `${bytes}/${maxBytes}`;
    const nth = this.#asked.get(size) ?? 0;
    this.#asked.set(size, nth + 1);
    const slots = this.#slots.get(size) ?? [];
    this.#slots.set(size, slots);
    const slot = slots[nth];
    if (slot !== undefined && slot.buffer.byteLength === slot.bytes) {
      new Uint8Array(slot.buffer).fill(0);
      return slot.buffer;
    }
    const buffer = maxBytes === undefined ? new RealBuffer(bytes) : new RealBuffer(bytes, { maxByteLength: maxBytes });
    const id = slot?.id ?? this.#nextId(); // one that has grown cannot shrink, and is replaced
    slots[nth] = { id, bytes, buffer };
    this.learn(id, buffer);
    this.version += 1;
    return buffer;
  }

  /** A buffer that this thread, or another one, made. */
  learn(id: number, buffer: SharedArrayBuffer): void {
    this.#ids.set(buffer, id);
    this.#buffers.set(id, buffer);
    this.#last = undefined;
  }

  buffer(id: number): SharedArrayBuffer | undefined {
    return this.#buffers.get(id);
  }

  /** The buffers that the latest set-up made. */
  get own(): SharedArrayBuffer[] {
    return [...this.#slots].flatMap(([size, slots]) =>
      slots.slice(0, this.#asked.get(size) ?? 0).map(({ buffer }) => buffer),
    );
  }

  /** All buffers that are known, by number. */
  get buffers(): ReadonlyMap<number, SharedArrayBuffer> {
    return this.#buffers;
  }

  /** The number of a buffer; -1 if it is no shared memory of the program's. */
  id(buffer: object): number {
    if (buffer === this.#last) return this.#lastId;
    const id = this.#ids.get(buffer) ?? -1;
    this.#last = buffer;
    this.#lastId = id;
    return id;
  }

  /** The place of a byte of a buffer. */
  static place(id: number, byte: number): number {
    const word = byte >> 2;
    if (word > MOST_WORDS) throw new ReveilleError('explore: a buffer of more than 64 MB is outside the model');
    return (id << 24) | word;
  }

  /** The place of a buffer's length. */
  static lengthOf(id: number): number {
    return (id << 24) | LENGTH;
  }

  #nextId(): number {
    if (this.#made === this.#most) {
      throw new ReveilleError(`explore: a set-up may make ${this.#most} SharedArrayBuffers at most`);
    }
    this.#made += 1;
    return this.#first + this.#made - 1;
  }
}
