import { SharedArrayQueue } from '../queue/index.js';

/** A piece of the file. */
export const DATA = 0;
/** The file could not be read (further); the chunk holds the reason. */
export const FAILED = 1;
/** The file ends; the chunk is empty. */
export const END_OF_FILE = 2;

/** What a chunk brings. */
export type ChunkKind = typeof DATA | typeof FAILED | typeof END_OF_FILE;

/** In front of each chunk: its kind, its length. Copies into shared memory want 8-byte alignment. */
const HEADER_BYTES = 8;

/** However small the chunks, a reason fits. */
const LEAST_ROOM = 256;

/** What another thread needs; structured-cloneable. */
export interface ChunksHandle {
  readonly buffer: SharedArrayBuffer;
  readonly free: SharedArrayBuffer;
  readonly size: number;
}

/**
 * The shared memory through which all bytes travel: a fixed number of chunks, so that a reader that is faster than the
 * counting waits instead of filling the memory. Whoever has taken a chunk's number, from the queue of free ones or out of
 * a mailbox, owns the chunk: the queues order the plain accesses.
 */
export class Chunks {
  readonly #buffer: SharedArrayBuffer;
  readonly #free: SharedArrayQueue;
  readonly #size: number;
  readonly #stride: number;

  private constructor({ buffer, free, size }: ChunksHandle) {
    this.#buffer = buffer;
    this.#free = SharedArrayQueue.attach(free);
    this.#size = size;
    this.#stride = strideOf(size);
  }

  /** @param size - of a chunk in bytes; of `count` chunks. */
  static create(size: number, count: number): Chunks {
    const free = new SharedArrayQueue(count);
    for (let chunk = 0; chunk < count; chunk += 1) free.push(chunk);
    return new Chunks({ buffer: new SharedArrayBuffer(strideOf(size) * count), free: free.share(), size });
  }

  static attach(handle: ChunksHandle): Chunks {
    return new Chunks(handle);
  }

  share(): ChunksHandle {
    return { buffer: this.#buffer, free: this.#free.share(), size: this.#size };
  }

  /** A free chunk; undefined when all are taken. */
  take(): number | undefined {
    return this.#free.pop();
  }

  /** Gives a chunk back. */
  release(chunk: number): void {
    this.#free.push(chunk);
  }

  /** Where a piece of a file goes. */
  room(chunk: number): Uint8Array {
    return this.#room(chunk, this.#size);
  }

  /** Where a reason goes. */
  reasonRoom(chunk: number): Uint8Array {
    return this.#room(chunk, this.#stride - HEADER_BYTES);
  }

  /** Says what a chunk brings, and how many bytes. */
  label(chunk: number, kind: ChunkKind, length: number): void {
    this.#header(chunk).set([kind, length]);
  }

  kind(chunk: number): ChunkKind {
    return this.#header(chunk)[0] as ChunkKind;
  }

  /** What a chunk brings. */
  bytes(chunk: number): Uint8Array {
    return this.#room(chunk, this.#header(chunk)[1] as number);
  }

  #room(chunk: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer, chunk * this.#stride + HEADER_BYTES, length);
  }

  #header(chunk: number): Int32Array {
    return new Int32Array(this.#buffer, chunk * this.#stride, 2);
  }
}

function strideOf(size: number): number {
  return HEADER_BYTES + Math.ceil(Math.max(size, LEAST_ROOM) / 8) * 8;
}
