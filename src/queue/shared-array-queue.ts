import { checkInteger } from '../core/check.js';
import { newShared } from '../core/shared-buffer.js';
import { compareExchange, load, store } from '../platform/index.js';
import type { RingQueue } from './contract.js';
import { KIND, LINE, readHeader, writeHeader } from './header.js';
import { notAWord } from './item.js';
import { corrupt, linger } from './linger.js';

const HEAD = LINE;
const TAIL = 2 * LINE;
/** Beside `tail`, whose line a push needs anyway. */
const PASSED = TAIL + 1;
const SLOTS = 3 * LINE;

/** Half a gigabyte of slots. It leaves 64 laps or more before a position comes round to the same number. */
const MOST = 0x400_0000;

/**
 * A queue of fixed capacity for signed 32-bit words, which any number of threads push to and pop from: Dmitry Vyukov's
 * bounded MPMC queue (1024cores.net) with the laps of crossbeam's `ArrayQueue`, which make every capacity exact, and
 * with one departure, told below.
 *
 * ```
 *   word  0  magic | version | kind | capacity             written once
 *   word 16  head                                          moved by pops      on lines of their own: 1.5 times
 *   word 32  tail | passed                                 moved by pushes    faster between threads
 *   word 48  stamp 0 | value 0 | stamp 1 | value 1 | ...   capacity slots, written by pushes
 *
 *   a position is [ lap ......... | index ... ], index < capacity <= one lap, a power of two
 * ```
 *
 * Invariants, for any position `p`:
 *
 * 1. `head <= tail <= head + one lap` (`+ 1` while a forcePush evicts). Both only move on, by compare-exchange.
 * 2. Moving `tail` from `p` makes the mover the owner of `p`'s slot, and nobody does while the slot holds an unpopped
 *    item: that takes `head > p - one lap`. `passed` is a `head` of some time ago, so `passed > p - one lap` will do.
 * 3. The owner writes the value, then the stamp `p + 1`. So a slot with this stamp holds the item of `p`.
 * 4. Moving `head` from `p` takes that stamp, and makes the value that was read before the mover's.
 *
 * The departure is 4: in Vyukov's queue a pop claims the slot, reads it, and stamps it free for the next push. Reading
 * first, and letting the compare-exchange tell whether it still counts, as a seqlock does, saves that stamp and the
 * push's look at it, two of six atomic operations; and a thread that stops in the middle of a pop is in nobody's way.
 * (crossbeam cannot: its items may not be read twice.)
 *
 * The plain accesses: a value is written before, and read after, the store and load of its stamp. It is overwritten only
 * after its pop: the pop's move of `head` was loaded by a push that then moved `tail` and then wrote `passed`; whoever
 * reads that `passed` moves `tail` later, so all that came before is before its write too.
 *
 * Positions wrap at 2^32 and are compared by their distance. Two equal ones are 2^31 operations apart or more; a thread
 * would have to lose its processor between a read and its compare-exchange for exactly so many.
 *
 * Linearizable: a push takes effect when `tail` moves, a pop when `head` does, a forcePush that evicts at the latter.
 *
 * `push` never waits. `pop` never waits for an item, but lets a push finish that owns the oldest slot and has two
 * instructions to go, as crossbeam's does. To answer "empty" there instead would be a lie that can be noticed: a thread
 * could push an item, which lands behind the unfinished one, and then find the queue empty.
 *
 * The queue lives as long as any thread holds the buffer; dropping a handle needs nothing. A thread that is terminated
 * in the middle of a push leaves its slot unfinished; pops that come to it throw a `HandleError` after some seconds.
 *
 * Corresponds to `crossbeam::queue::ArrayQueue`, of `i32`.
 *
 * @example
 * ```ts
 * import { SharedArrayQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 * import { isMainThread, Worker, workerData } from 'node:worker_threads';
 *
 * if (isMainThread) {
 *   const queue = new SharedArrayQueue(64);
 *   new Worker(new URL(import.meta.url), { workerData: queue.share() }).on('exit', () => {
 *     let sum = 0;
 *     for (let word = queue.pop(); word !== undefined; word = queue.pop()) sum += word;
 *     assert.equal(sum, 55);
 *   });
 * } else {
 *   const queue = SharedArrayQueue.attach(workerData);
 *   for (let word = 1; word <= 10; word += 1) queue.push(word);
 * }
 * ```
 */
export class SharedArrayQueue implements RingQueue<number> {
  /** How many items fit, exactly as asked for. */
  readonly capacity: number;
  readonly #words: Int32Array<SharedArrayBuffer>;
  /** What a position grows by from one visit of a slot to the next. */
  readonly #lap: number;

  /**
   * @param capacity - how many items fit: a whole number from 1 to 67,108,864. A slot takes 8 bytes.
   * @throws TypeError or RangeError when `capacity` is anything else; RangeError when the machine has no memory left.
   */
  constructor(capacity: number);
  /** @internal */
  constructor(capacity: number, buffer: SharedArrayBuffer);
  constructor(capacity: number, buffer?: SharedArrayBuffer) {
    checkInteger('capacity', capacity, 1, MOST);
    this.capacity = capacity;
    this.#lap = 1 << (32 - Math.clz32(capacity - 1)); // not 2 ** n, whose result V8 keeps as a double
    this.#words = new Int32Array(buffer ?? layOut(capacity), 0, sizeOf(capacity));
  }

  /**
   * The queue that another thread shared. Any number of handles may be attached, on any threads.
   *
   * @param buffer - what {@link SharedArrayQueue.share} answered.
   * @throws TypeError when `buffer` is no buffer; HandleError when it is not the memory of a `SharedArrayQueue` of this
   * version.
   */
  static attach(buffer: SharedArrayBuffer): SharedArrayQueue {
    return new SharedArrayQueue(readHeader(buffer, KIND.arrayOfWords, fits), buffer);
  }

  /** The queue's memory, to send to other threads: as `workerData`, or by `postMessage`. */
  share(): SharedArrayBuffer {
    return this.#words.buffer;
  }

  /**
   * Adds a word at the end.
   *
   * @param value - a whole number from -2,147,483,648 to 2,147,483,647.
   * @returns whether there was room.
   * @throws TypeError or RangeError when `value` is anything else.
   */
  push(value: number): boolean {
    if (typeof value !== 'number' || (value | 0) !== value) throw notAWord(value);
    const words = this.#words;
    const tail = words[TAIL] as number; // plain, 7 ns less: the compare-exchange finds out if it is old
    // SYNC: claims the slot against the other pushes; pairs with the move of `tail` before the write of this `passed`.
    if (
      ((tail - (words[PASSED] as number)) | 0) < this.#lap &&
      compareExchange(words, TAIL, tail, this.#after(tail)) === tail
    ) {
      this.#put(tail, value);
      return true;
    }
    return this.#pushAgain(value); // apart, for V8 makes better code of a function without a loop
  }

  /**
   * Adds a word at the end; when the queue is full, in place of the oldest.
   *
   * @param value - a whole number from -2,147,483,648 to 2,147,483,647.
   * @returns the word that was pushed out, or `undefined` when there was room.
   * @throws TypeError or RangeError when `value` is anything else; HandleError when the memory was overwritten or a
   * thread died in the middle of a push.
   */
  forcePush(value: number): number | undefined {
    for (let round = 0; !this.push(value); round = linger(round)) {
      const tail = load(this.#words, TAIL);
      // Full, and no other forcePush is at it: claims the slot although it holds the oldest item. Pops may go on, and
      // pushes find the queue full, as it is.
      if (
        load(this.#words, HEAD) === ((tail - this.#lap) | 0) &&
        compareExchange(this.#words, TAIL, tail, this.#after(tail)) === tail
      ) {
        const evicted = this.#evict((tail - this.#lap) | 0);
        this.#put(tail, value);
        return evicted;
      }
    }
    return undefined;
  }

  /**
   * Takes the oldest word; `undefined` when the queue is empty.
   *
   * @throws HandleError when the memory was overwritten or a thread died in the middle of a push.
   */
  pop(): number | undefined {
    const head = this.#words[HEAD] as number; // plain, as in push
    const value = this.#take(head);
    return value !== undefined ? value : this.#popAgain(head);
  }

  /** The position after: the next index, or the first of the next lap. */
  #after(position: number): number {
    const index = position & (this.#lap - 1);
    return index + 1 < this.capacity ? (position + 1) | 0 : (position - index + this.#lap) | 0;
  }

  /** Fills the slot of `position`, which is ours. */
  #put(position: number, value: number): void {
    const at = SLOTS + 2 * (position & (this.#lap - 1));
    this.#words[at + 1] = value;
    store(this.#words, at, (position + 1) | 0); // SYNC: hands the value to the pop that loads this stamp
  }

  /**
   * One attempt to pop at `position`. An index that no position has would be beyond the view, which `load` refuses.
   */
  #take(position: number): number | undefined {
    const words = this.#words;
    const at = SLOTS + 2 * (position & (this.#lap - 1));
    // SYNC: pairs with the store in #put.
    if (load(words, at) !== ((position + 1) | 0)) return undefined;
    const value = words[at + 1];
    // SYNC: claims the value against the other pops, and hands the slot to the push that finds `head` moved.
    return compareExchange(words, HEAD, position, this.#after(position)) === position ? value : undefined;
  }

  /** With a `head` of now. */
  #pushAgain(value: number): boolean {
    for (let tail = this.#words[TAIL] as number; ; ) {
      // SYNC: pairs with the compare-exchange in #take: the value that this push overwrites was read.
      const head = load(this.#words, HEAD);
      if (((tail - head) | 0) >= this.#lap) return false; // `tail` was read first, and is no less now
      const seen = compareExchange(this.#words, TAIL, tail, this.#after(tail));
      if (seen === tail) {
        this.#words[PASSED] = head; // after the move of `tail`: see above
        this.#put(tail, value);
        return true;
      }
      tail = seen;
    }
  }

  /** Until the queue is empty, or an attempt succeeds. `head` was read some time ago. */
  #popAgain(head: number): number | undefined {
    for (let round = 0; ; ) {
      if (load(this.#words, TAIL) === head) return undefined; // an old `head` cannot be: it never passes `tail`
      const seen = load(this.#words, HEAD);
      if (seen === head) round = this.#lingerAt(head, round);
      head = seen;
      const value = this.#take(head);
      if (value !== undefined) return value;
    }
  }

  /** Lets the push at `head` finish. Until it has, the slot's stamp is that of the lap before, or of no lap at all. */
  #lingerAt(head: number, round: number): number {
    const stamp = load(this.#words, SLOTS + 2 * (head & (this.#lap - 1)));
    const known = stamp === ((head + 1) | 0) || stamp === ((head - this.#lap + 1) | 0) || stamp === 0;
    if (!known && load(this.#words, HEAD) === head) throw corrupt();
    return linger(round);
  }

  /** Takes the item at `oldest`, unless a pop does: `undefined` then. Its slot is free afterwards. */
  #evict(oldest: number): number | undefined {
    for (let round = 0; load(this.#words, HEAD) === oldest; round = linger(round)) {
      const value = this.#take(oldest);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** How many items are in. */
  get length(): number {
    for (;;) {
      const tail = load(this.#words, TAIL);
      const head = load(this.#words, HEAD);
      if (load(this.#words, TAIL) !== tail) continue; // else both are of the same moment
      // Each lap counts for `capacity` items. More than that is the claim of a forcePush that has not evicted yet.
      const mask = this.#lap - 1;
      const laps = (((tail & ~mask) - (head & ~mask)) | 0) / this.#lap;
      return Math.min(laps * this.capacity + (tail & mask) - (head & mask), this.capacity);
    }
  }

  /** Whether there is no item. */
  get isEmpty(): boolean {
    const head = load(this.#words, HEAD);
    return load(this.#words, TAIL) === head;
  }

  /** Whether `push` would answer false. */
  get isFull(): boolean {
    const tail = load(this.#words, TAIL);
    return ((tail - load(this.#words, HEAD)) | 0) >= this.#lap;
  }
}

/** Words that a queue of this capacity takes. */
function sizeOf(capacity: number): number {
  return SLOTS + 2 * capacity;
}

function fits(buffer: SharedArrayBuffer, capacity: number): boolean {
  return capacity >= 1 && capacity <= MOST && buffer.byteLength === 4 * sizeOf(capacity);
}

function layOut(capacity: number): SharedArrayBuffer {
  const buffer = newShared(4 * sizeOf(capacity));
  writeHeader(new Int32Array(buffer), KIND.arrayOfWords, capacity);
  return buffer;
}
