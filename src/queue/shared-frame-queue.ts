import { checkFunction, checkInteger, checkOptions } from '../core/check.js';
import { load } from '../platform/index.js';
import type { Queue } from './contract.js';
import { Frame } from './frame.js';
import { FrameConsumers } from './frame-consumers.js';
import { CLOSED, cellsOf, HEAD, POSITION, PUSHED, RESERVED, stateOf, TAIL } from './frame-layout.js';
import { FrameMemory } from './frame-memory.js';
import { type FrameOwner, ownerOf } from './frame-owner.js';
import { FrameProducers, FULL } from './frame-producers.js';
import { type FrameQueueOptions, limitsOf } from './frame-queue-options.js';
import { lengthOf } from './length-of.js';
import type { Pool } from './pool.js';
import { type Pad, Scratch } from './scratch.js';

/**
 * A queue of frames of bytes, each of any length up to a limit, which any number of threads push to and pop from. Bytes
 * can be written and read in place, without a copy in between.
 *
 * A ring of frames, like Linux' perf and BPF ring buffers, from which reserving, committing and discarding are taken:
 * pushes take turns by a lock, which a dead thread's peers inherit; pops take none, but copy a frame first and claim it
 * afterwards by a compare-exchange, as a seqlock's reader does.
 *
 * ```
 *   word  0  magic | version | cells | frames | longest frame      written once
 *   word 16  head                                                   moved by pops
 *   word 32  lock | passed | closed                                 written by pushes, under the lock
 *   word 48  tail                                                   likewise, and looked at by pops that find nothing
 *   word 64  ring of 8-byte cells, a power of two of them, and room behind it for one frame
 *
 *            head                                tail
 *             v                                   v
 *    - free - | frame | frame | reserved | frame  | place | - free -
 *
 *   a frame  word 0  state     PUSHED, length | RESERVED, owner | COMMITTED, length | ABORTED
 *            word 1  length    bytes that it has room for
 *            word 2  sequence  how many frames were begun before it           the two words of a place,
 *            word 3  position  its own                                        written by the push before
 *            word 4  bytes, up to the end of a cell
 * ```
 *
 * Positions count cells and wrap at 2^32; the ring's index is a position's low bits. A frame that begins in the ring runs on
 * behind its end, so it is never cut in two, and what fits never depends on where the ring begins; the cells at the ring's
 * beginning that it stands for are left out.
 *
 * Invariants:
 *
 * 1. `head <= tail <= head + cells`, and `passed`, a `head` of some time ago, `<= head` and `>= tail - cells`. Each only
 *    moves on.
 * 2. Only the holder of the lock begins frames, and only in cells from `tail` to `passed + cells`. Those are popped.
 * 3. All frames before `tail` are complete but for their states, and the place at `tail` has its sequence and position. One
 *    store of `tail` brings both about, so a thread that dies under the lock leaves nothing half done.
 * 4. The state of a frame in the queue changes once, from RESERVED, by its owner. Pops take `PUSHED` and `COMMITTED` ones,
 *    pass ABORTED ones and those RESERVED by the dead, and stop at others.
 * 5. Moving `head` by compare-exchange from `p` makes the frame at `p` the mover's, and what it has copied before that
 *    frame's bytes: nobody wrote to it meanwhile, by 2. Otherwise they are thrown away unread.
 *
 * So bytes are never taken for a frame's head: what is read as one was written as one (3), its position vouches for it,
 * and what an overwritten memory says is checked against the limits before it is used.
 *
 * The plain accesses: the bytes, and all of a place, are written before the store of `tail`, or the compare-exchange of
 * the state, and read after the load of the same. They are overwritten only after the claim of a pop, which was loaded by the push
 * that overwrites, or by one that had the lock before.
 *
 * Positions wrap: a thread would have to lose its processor between a read and its compare-exchange for exactly 32
 * gigabytes of frames.
 *
 * Linearizable: a push or reserve takes effect when `tail` moves, a pop when `head` does, commit and drop when the state
 * changes, `close` when its word does, which is under the lock: no push is half inside then.
 * A dropped frame is gone, for `length` and for room, once it is the oldest; until then it takes its room.
 *
 * `push` lets another push finish, `pop` waits for nobody. A thread that is terminated in the middle of a push locks the
 * queue: pushes throw a `HandleError` after some seconds, unless {@link FrameOwner} says whom to take for dead.
 *
 * The queue lives as long as any thread holds the buffer; dropping a handle needs nothing.
 *
 * Corresponds to a `crossbeam::queue::ArrayQueue<Box<[u8]>>`.
 *
 * @example
 * ```ts
 * import { SharedFrameQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 * import { isMainThread, Worker, workerData } from 'node:worker_threads';
 *
 * if (isMainThread) {
 *   const queue = new SharedFrameQueue({ bytes: 4096 });
 *   new Worker(new URL(import.meta.url), { workerData: queue.share() }).on('exit', () => {
 *     assert.equal(new TextDecoder().decode(queue.pop()), 'hello');
 *     assert.equal(queue.pop(), undefined);
 *   });
 * } else {
 *   SharedFrameQueue.attach(workerData).push(new TextEncoder().encode('hello'));
 * }
 * ```
 */
export class SharedFrameQueue implements Queue<Uint8Array> {
  readonly #memory: FrameMemory;
  readonly #owner: FrameOwner;
  readonly #consumers: FrameConsumers;
  readonly #producers: FrameProducers;
  readonly #scratch = new Scratch();

  /**
   * @param options - what it is made for; `owner` and `isAlive`, when given, say who this thread is.
   * @throws TypeError or RangeError when an option is missing or wrong; RangeError when the machine has no memory left.
   */
  constructor(options: FrameQueueOptions);
  /** @internal */
  constructor(options: Partial<FrameOwner>, memory: FrameMemory);
  constructor(options: FrameQueueOptions | Partial<FrameOwner>, memory?: FrameMemory) {
    this.#memory = memory ?? new FrameMemory(limitsOf(options as FrameQueueOptions));
    this.#owner = ownerOf(options);
    this.#consumers = new FrameConsumers(this.#memory, this.#owner);
    this.#producers = new FrameProducers(this.#memory, this.#owner, this.#consumers);
  }

  /**
   * The queue that another thread shared. Any number of handles may be attached, on any threads.
   *
   * @param buffer - what {@link SharedFrameQueue.share} answered.
   * @param options - `owner` and `isAlive`: who this thread is, if the others say so of themselves.
   * @throws TypeError when `buffer` is no shared memory; TypeError or RangeError when an option is wrong; HandleError
   * when it is not the memory of a `SharedFrameQueue` of this version.
   */
  static attach(buffer: SharedArrayBuffer, options: Partial<FrameOwner> = {}): SharedFrameQueue {
    checkOptions('options', options, ['owner', 'isAlive']);
    ownerOf(options);
    return new SharedFrameQueue(options, FrameMemory.attach(buffer));
  }

  /** The queue's memory, to send to other threads: as `workerData`, or by `postMessage`. */
  share(): SharedArrayBuffer {
    return this.#memory.words.buffer;
  }

  /**
   * Adds a copy of these bytes at the end.
   *
   * @param bytes - whose length, if it follows that of a shared buffer, must stay during the call.
   * @returns whether there was room, and the queue is not closed.
   * @throws TypeError when it is no `Uint8Array`, or a detached one; RangeError when it is longer than `maxFrame`; HandleError
   * when the memory was overwritten or a thread died in the middle of a push.
   */
  push(bytes: Uint8Array): boolean {
    const length = lengthOf('bytes', bytes);
    if (length > this.maxFrame) throw new RangeError(`bytes: expected up to ${this.maxFrame} of them, got ${length}`);
    return this.pushBytes(bytes, length);
  }

  /**
   * Adds the bytes that a function writes, at the end. They are written to memory of this thread's own, and not before all of
   * them are there does the queue hear of it.
   *
   * @param maxLength - how many bytes it may write, from 0 to `maxFrame`.
   * @param write - is given memory, with anything in it, and where it may write there; answers the end of what it wrote.
   * The memory must not be kept.
   * @returns whether there was room, and the queue is not closed.
   * @throws TypeError or RangeError when an argument, or what `write` answers, is wrong; what `write` throws;
   * HandleError as by {@link SharedFrameQueue.push}. Nothing is pushed then.
   */
  pushWith(maxLength: number, write: (bytes: Uint8Array, at: number, end: number) => number): boolean {
    checkInteger('maxLength', maxLength, 0, this.maxFrame);
    checkFunction('write', write);
    const pad = this.#scratch.borrow(maxLength);
    try {
      const length = write(pad.bytes, 0, maxLength);
      checkInteger('the end that write answers', length, 0, maxLength);
      if (pad.bytes.length < length) throw new TypeError('write: it has transferred its memory to elsewhere');
      return this.pushPad(pad, length);
    } finally {
      this.#scratch.giveBack(pad);
    }
  }

  /**
   * Adds a frame at the end that is still to be written: it keeps its place, and pops stop at it until it is committed.
   *
   * @param length - how many bytes, from 0 to `maxFrame`.
   * @returns the frame, or `undefined` when there was no room or the queue is closed.
   * @throws TypeError or RangeError when `length` is anything else; HandleError as by {@link SharedFrameQueue.push}.
   */
  reserve(length: number): Frame | undefined {
    return this.reserveFor(length);
  }

  /**
   * @param ended - called when the frame was committed or dropped.
   * @internal
   */
  reserveFor(length: number, ended?: () => void): Frame | undefined {
    checkInteger('length', length, 0, this.maxFrame);
    const at = this.#producers.begin(length);
    if (at === FULL) return undefined;
    const position = this.#memory.words[at + POSITION] as number;
    const { owner } = this.#owner;
    this.#producers.publish(at, stateOf(RESERVED, owner), length);
    return new Frame(this.#memory, at, position, length, owner, ended);
  }

  /**
   * Takes the oldest frame; `undefined` when there is none, or it is not committed yet.
   *
   * @returns its bytes, in memory of their own.
   * @throws HandleError when the memory was overwritten.
   */
  pop(): Uint8Array<ArrayBuffer> | undefined {
    const consumers = this.#consumers;
    while (consumers.find()) {
      const bytes = this.#memory.octets.slice(consumers.from, consumers.from + consumers.length);
      if (consumers.claim()) return bytes as unknown as Uint8Array<ArrayBuffer>;
    }
    return undefined;
  }

  /**
   * Takes the oldest frame, and lets a function read its bytes: faster than {@link SharedFrameQueue.pop}, since their memory is
   * used again.
   *
   * @param read - is given memory of this thread's own, and where the frame begins and ends there. It must not be kept.
   * @returns what `read` answers; `undefined` when there was no frame, or the oldest is not committed yet.
   * @throws TypeError when `read` is no function; what `read` throws, and the frame is taken all the same; HandleError
   * when the memory was overwritten.
   */
  popWith<T>(read: (bytes: Uint8Array, at: number, end: number) => T): T | undefined {
    checkFunction('read', read);
    const consumers = this.#consumers;
    while (consumers.find()) {
      const { from, length } = consumers;
      const pad = this.#scratch.borrow(length);
      try {
        this.#memory.copyOut(from, pad, length);
        if (consumers.claim()) return read(pad.bytes, 0, length);
      } finally {
        this.#scratch.giveBack(pad);
      }
    }
    return undefined;
  }

  /**
   * As {@link SharedFrameQueue.push}, of bytes that were looked at: see {@link lengthOf}.
   *
   * @internal
   */
  pushBytes(bytes: Uint8Array, length: number): boolean {
    const at = this.#producers.begin(length);
    if (at === FULL) return false;
    try {
      this.#memory.octets.set(bytes, this.#memory.from(at));
    } catch (error) {
      this.#producers.giveUp(); // another thread has made the memory longer since it was looked at
      throw error;
    }
    this.#producers.publish(at, stateOf(PUSHED, length), length);
    return true;
  }

  /**
   * The first bytes of a pad, which has so many, as {@link SharedFrameQueue.push}.
   *
   * @internal
   */
  pushPad(pad: Pad, length: number): boolean {
    const at = this.#producers.begin(length);
    if (at === FULL) return false;
    this.#memory.copyIn(pad, this.#memory.from(at), length);
    this.#producers.publish(at, stateOf(PUSHED, length), length);
    return true;
  }

  /**
   * Takes the oldest frame, unread; answers whether there was one.
   *
   * @internal
   */
  discard(): boolean {
    const consumers = this.#consumers;
    while (consumers.find()) if (consumers.claim()) return true;
    return false;
  }

  /**
   * As {@link SharedFrameQueue.pop}, in a slice of a pool's.
   *
   * @internal
   */
  popSlice(pool: Pool): Uint8Array<ArrayBuffer> | undefined {
    const consumers = this.#consumers;
    while (consumers.find()) {
      const { from, length } = consumers;
      const bytes = pool.slice(length);
      bytes.set(new Uint8Array(this.#memory.words.buffer, from, length));
      if (!consumers.claim()) continue;
      pool.keep(length);
      return bytes;
    }
    return undefined;
  }

  /**
   * Ends pushing: from now on there is room for nothing. What is in can be popped, and frames that were reserved can still be
   * committed. Closing twice does nothing.
   *
   * @throws HandleError as by {@link SharedFrameQueue.push}.
   */
  close(): void {
    this.#producers.close();
  }

  /** Whether it was closed. */
  get isClosed(): boolean {
    return load(this.#memory.words, CLOSED) !== 0;
  }

  /**
   * Whether a frame of so many bytes would be refused now.
   *
   * @throws TypeError or RangeError when `length` is not a whole number from 0.
   */
  isFullFor(length: number): boolean {
    checkInteger('length', length, 0, Number.MAX_SAFE_INTEGER);
    if (this.isClosed) return true;
    const { cells, frames } = this.#filled();
    return cells + cellsOf(length) > this.#memory.cells || frames >= this.capacity;
  }

  /**
   * Whether there are cells for two frames of so many bytes.
   *
   * @internal
   */
  fitsBeside(length: number, other: number): boolean {
    return this.#filled().cells + cellsOf(length) + cellsOf(other) <= this.#memory.cells;
  }

  /**
   * Whether there is a frame that could be popped now.
   *
   * @internal
   */
  get isReady(): boolean {
    return this.#consumers.find();
  }

  /** How many frames may be in. */
  get capacity(): number {
    return this.#memory.mostFrames;
  }

  /** Bytes that frames may take, as they count in {@link SharedFrameQueue.byteLength}. */
  get byteCapacity(): number {
    return this.#memory.bytes;
  }

  /** Bytes of the longest frame. */
  get maxFrame(): number {
    return this.#memory.maxFrame;
  }

  /** How many frames are in, with those that are reserved, and those that were dropped while an older one was in. */
  get length(): number {
    return this.#filled().frames;
  }

  /** Bytes that these frames take, each its length rounded up to eights and 16 more. */
  get byteLength(): number {
    return this.#filled().cells * 8;
  }

  /** Whether there is no frame. */
  get isEmpty(): boolean {
    return this.length === 0;
  }

  /** Whether not even an empty frame could be pushed; so it is once it was closed. */
  get isFull(): boolean {
    return this.isFullFor(0);
  }

  /** How full it is at a moment at which the oldest frame is none that nobody will commit. */
  #filled(): { readonly frames: number; readonly cells: number } {
    const memory = this.#memory;
    for (;;) {
      const tail = load(memory.words, TAIL);
      const head = load(memory.words, HEAD);
      const filled = { frames: memory.frames(head, tail), cells: (tail - head) | 0 };
      if (!this.#consumers.hasMoved(head) && load(memory.words, TAIL) === tail) return filled;
    }
  }
}
