import { checkInteger, checkOptions, describe } from '../core/check.js';
import { HandleError } from '../core/errors.js';
import { allocateShared, attachShared, HEADER_WORDS } from '../core/shared-memory.js';
import { load, store } from '../platform/index.js';
import { FrameLock, NOBODY, type Owner } from './frame-lock.js';
import { LINE } from './header.js';
import { corrupt } from './linger.js';

const CAPACITY = HEADER_WORDS;
const HEAD_LOCK = LINE;
const HEAD = LINE + 1;
const POPPED = LINE + 2;
const TAIL_LOCK = 2 * LINE;
const TAIL = 2 * LINE + 1;
const PUSHED = 2 * LINE + 2;
const CLOSED = 2 * LINE + 3;
const RING = 3 * LINE;

/** Words of a frame before its bytes: what it is, and how many bytes. */
const HEAD_WORDS = 2;
/** What a frame is: bytes, or what is left of the ring when a frame does not fit there. */
const FRAME = 1;
const FILLER = 2;

/** Of a queue of frames. */
export interface FrameQueueOptions {
  /** How many bytes all frames together may take, 8 more each: from 64 to 1,073,741,824. A frame has half of it at most. */
  readonly bytes: number;
  /** How many frames fit: a whole number from 1 to 1,073,741,824. */
  readonly frames: number;
}

/**
 * A queue of frames of bytes, of any length up to half of its memory, which any number of threads push to and pop from.
 *
 * ```text
 *   word  0 magic | version | capacity                     written once
 *        16 lock | head | popped                           of those who pop
 *        32 lock | tail | pushed | closed                  of those who push
 *        48 ring: [ FRAME | length | bytes ... ] [ FRAME | length | bytes ... ] [ FILLER | - ] ...
 * ```
 *
 * Frames begin at even words, since copying is six times faster from and to multiples of 8 bytes, and do not go round the
 * end of the ring. `head === tail` means that there are none, so two words always stay free.
 *
 * Pushes exclude each other, and so do pops, each by a short lock (M. Michael and M. Scott, 1996, have a queue of two locks,
 * too); a push and a pop do not. Frames of several words can't be claimed by one compare-exchange as the slots of
 * `SharedArrayQueue` are: a push that stopped between its claim and its last byte would hold up all behind it, or they would
 * have to find out where the next frame begins. Here a frame is not there until one store moves `tail` behind it, and is
 * there until one store moves `head`: a thread that dies in between has pushed or popped nothing, and its lock is taken over.
 *
 * Linearizable: a push takes effect when `tail` moves, a pop when `head` does.
 */
export class SharedFrameQueue {
  readonly capacity: number;
  /** The longest frame, in bytes. */
  readonly maxFrame: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  readonly #size: number;
  readonly #popping: FrameLock;
  readonly #pushing: FrameLock;

  private constructor(words: Int32Array<SharedArrayBuffer>, owner: Owner) {
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer, 0, words.byteLength);
    this.#size = words.length - RING;
    this.capacity = words[CAPACITY] as number;
    this.maxFrame = (((this.#size >> 2) - 1) << 3) - HEAD_WORDS * 4;
    this.#popping = new FrameLock(words, HEAD_LOCK, owner);
    this.#pushing = new FrameLock(words, TAIL_LOCK, owner);
  }

  /** @throws TypeError or RangeError when an option is wrong; RangeError when there is no memory left. */
  static create(options: FrameQueueOptions, owner: Owner = NOBODY): SharedFrameQueue {
    checkOptions('options', options, ['bytes', 'frames']);
    checkInteger('options.bytes', options.bytes, 64, 2 ** 30);
    checkInteger('options.frames', options.frames, 1, 2 ** 30);
    const words = new Int32Array(allocateShared('fram', RING + (Math.ceil(options.bytes / 8) << 1)));
    words[CAPACITY] = options.frames;
    return new SharedFrameQueue(words, owner);
  }

  /** @throws TypeError when `buffer` is no shared memory; HandleError when it is not that of such a queue. */
  static attach(buffer: SharedArrayBuffer, owner: Owner = NOBODY): SharedFrameQueue {
    const words = attachShared('buffer', buffer, 'fram', RING + 16) as Int32Array<SharedArrayBuffer>;
    const capacity = words[CAPACITY] as number;
    if (capacity < 1 || (words.length - RING) % 2 !== 0) {
      throw new HandleError(`buffer: its ${buffer.byteLength} bytes do not agree with what it states`);
    }
    return new SharedFrameQueue(words, owner);
  }

  /** The queue's memory. */
  share(): SharedArrayBuffer {
    return this.#words.buffer;
  }

  /**
   * Adds a frame at the end: the first `length` of the bytes.
   *
   * @returns whether there was room and the queue is open.
   * @throws RangeError when the frame is longer than `maxFrame`.
   */
  push(bytes: Uint8Array, length: number = bytes.length): boolean {
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`bytes: expected a Uint8Array, got ${describe(bytes)}`);
    if (length > this.maxFrame) throw tooLong(length, this.maxFrame);
    this.#lockPushing();
    const at = this.#words[CLOSED] === 0 ? this.#placeFor(length) : -1;
    if (at >= 0) this.#put(at, bytes, length);
    this.#pushing.leave();
    return at >= 0;
  }

  /**
   * Takes the oldest frame.
   *
   * @param into - answers where its bytes are copied to, so many at least; called while the lock is held.
   * @returns what that answered; `undefined` when there is none.
   * @throws HandleError when the memory was overwritten.
   */
  pop(into: (length: number) => Uint8Array): Uint8Array | undefined {
    this.#lockPopping();
    try {
      return this.#take(into);
    } finally {
      this.#popping.leave();
    }
  }

  /** Whether a frame of that length would be refused now. */
  isFullFor(length: number): boolean {
    const words = this.#words;
    for (;;) {
      const tail = load(words, TAIL);
      const room = this.#room(length, tail, load(words, HEAD), load(words, PUSHED), load(words, POPPED));
      if (load(words, TAIL) === tail) return room < 0 || load(words, CLOSED) !== 0; // else not of one moment
    }
  }

  /** No push succeeds from now on. */
  close(): void {
    this.#lockPushing();
    store(this.#words, CLOSED, 1);
    this.#pushing.leave();
  }

  get isClosed(): boolean {
    return load(this.#words, CLOSED) !== 0;
  }

  /** How many frames are in. */
  get length(): number {
    const popped = load(this.#words, POPPED);
    return Math.max(0, Math.min((load(this.#words, PUSHED) - popped) | 0, this.capacity));
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  /**
   * Where a frame of that length goes, -1 when it does not fit. What only pushes write is read plainly here, under their lock;
   * and so is what pops write, at first: if that is old there seems to be less room, and it is looked at again.
   */
  #placeFor(length: number): number {
    const words = this.#words;
    const tail = words[TAIL] as number;
    const pushed = words[PUSHED] as number;
    const at = this.#room(length, tail, words[HEAD] as number, pushed, words[POPPED] as number);
    // SYNC: pairs with the store of `head` in #take: what is before it has been copied.
    return at >= 0 ? at : this.#room(length, tail, load(words, HEAD), pushed, load(words, POPPED));
  }

  #room(length: number, tail: number, head: number, pushed: number, popped: number): number {
    if (((pushed - popped) | 0) >= this.capacity) return -1;
    const need = sizeOf(length);
    const free = head > tail ? head - tail - 2 : head - tail - 2 + this.#size;
    const left = this.#size - tail;
    if (need <= left) return need <= free ? tail : -1;
    return left + need <= free ? 0 : -1;
  }

  /** Writes the frame at `at`, which is `tail`, or the ring's beginning. */
  #put(at: number, bytes: Uint8Array, length: number): void {
    const words = this.#words;
    const tail = words[TAIL] as number;
    if (at !== tail) words[RING + tail] = FILLER;
    words[RING + at] = FRAME;
    words[RING + at + 1] = length;
    copy(bytes, length, this.#bytes, (RING + at + HEAD_WORDS) * 4);
    words[PUSHED] = ((words[PUSHED] as number) + 1) | 0;
    const next = at + sizeOf(length);
    store(words, TAIL, next === this.#size ? 0 : next); // SYNC: hands the frame to the pop that loads this `tail`
  }

  #take(into: (length: number) => Uint8Array): Uint8Array | undefined {
    const words = this.#words;
    let head = words[HEAD] as number; // only pops write it, and their lock is held
    const tail = load(words, TAIL); // SYNC: pairs with its store in #put
    if (head === tail) return undefined;
    if (!this.#isPlace(head) || !this.#isPlace(tail)) throw corrupt();
    if (words[RING + head] === FILLER) head = 0; // a frame follows it
    const length = words[RING + head + 1] as number;
    if (words[RING + head] !== FRAME || length < 0 || head + sizeOf(length) > this.#size) throw corrupt();
    const bytes = into(length);
    const from = (RING + head + HEAD_WORDS) * 4;
    copyOut(this.#bytes, from, length, bytes);
    words[POPPED] = ((words[POPPED] as number) + 1) | 0;
    const next = head + sizeOf(length);
    store(words, HEAD, next === this.#size ? 0 : next); // SYNC: hands the room to the push that loads this `head`
    return bytes;
  }

  #isPlace(position: number): boolean {
    return position >= 0 && position < this.#size && position % 2 === 0;
  }

  #lockPushing(): void {
    if (this.#pushing.take()) this.#recount();
  }

  #lockPopping(): void {
    if (!this.#popping.take()) return;
    this.#popping.leave();
    this.#lockPushing();
    this.#recount();
    this.#pushing.leave();
    this.#lockPopping();
  }

  /** A holder died, perhaps between counting and moving: counts what is there. The lock of pushes is held. */
  #recount(): void {
    this.#popping.take();
    const words = this.#words;
    const tail = load(words, TAIL);
    let count = 0;
    let head = load(words, HEAD);
    for (let left = this.#size; head !== tail && left > 0; left -= 2) {
      if (words[RING + head] === FILLER) head = 0;
      else {
        head = (head + sizeOf(words[RING + head + 1] as number)) % this.#size;
        count += 1;
      }
      if (!this.#isPlace(head)) throw corrupt();
    }
    store(words, PUSHED, (load(words, POPPED) + count) | 0);
    this.#popping.leave();
  }
}

/** Words that a frame takes: an even number. */
function sizeOf(length: number): number {
  return HEAD_WORDS + (((length + 7) >> 3) << 1);
}

/** Up to so many bytes a loop is faster than `set`, which takes 40 ns to begin with. */
const SHORT = 24;

function copy(from: Uint8Array, length: number, to: Uint8Array, at: number): void {
  if (length <= SHORT) for (let i = 0; i < length; i += 1) to[at + i] = from[i] as number;
  else to.set(length === from.length ? from : from.subarray(0, length), at);
}

function copyOut(from: Uint8Array, at: number, length: number, to: Uint8Array): void {
  if (length <= SHORT) for (let i = 0; i < length; i += 1) to[i] = from[at + i] as number;
  else to.set(from.subarray(at, at + length));
}

function tooLong(length: number, most: number): RangeError {
  return new RangeError(`value: a frame has ${most} bytes at most, got ${length}; options.bytes allows more`);
}
