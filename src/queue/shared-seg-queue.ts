import { checkInteger, describe } from '../core/check.js';
import { newShared } from '../core/shared-buffer.js';
import { compareExchange, load, store } from '../platform/index.js';
import type { Queue } from './contract.js';
import { KIND, LINE, readHeader, writeHeader } from './header.js';
import { notAWord } from './item.js';
import { corrupt, linger } from './linger.js';
import { BETWEEN, FIRST, itemsBetween, LAST, NEXT, offsetOf, put, SEGMENT, segmentsFor, slot } from './segment.js';
import { SegmentPool } from './segment-pool.js';

const HEAD = LINE;
const HEAD_SEGMENT = HEAD + 1;
const TAIL = 2 * LINE;
const TAIL_SEGMENT = TAIL + 1;
/** Beside `tail`, whose line a push needs anyway. */
const PASSED = TAIL + 2;

/** Half a gigabyte of items. */
const MOST = 0x400_0000;

/**
 * A queue without a fixed capacity for signed 32-bit words, which any number of threads push to and pop from: a list of
 * segments as in crossbeam's `SegQueue`, each of them filled and emptied as in `SharedArrayQueue`, in one growable
 * buffer that takes memory as it is needed, up to a stated limit, and uses drained segments again.
 *
 * ```
 *   word  0  magic | version | kind | capacity                 written once
 *   word 16  head | head segment                               moved by pops
 *   word 32  tail | tail segment | passed                      moved by pushes
 *   word 48  which segments exist and are free                 see SegmentPool
 *   segment  next | first | stamp 0 | value 0 | stamp 1 | ...  1023 slots in 8 kilobytes
 *
 *   a position is [ segment's number .... | offset 0..1023 ],  offset 1023 is between segments: nobody's slot
 *
 *   tail = [ 7 | 1022 ]  --last slot claimed-->  [ 7 | 1023 ]  --next segment linked-->  [ 8 | 0 ]
 * ```
 *
 * Invariants, for a position `p`:
 *
 * 1. `head <= tail`, both only move on. Offsets 0 to 1022 are left by compare-exchange, and that claims the slot (`tail`)
 *    or its item (`head`). Who claims the last slot stands between the segments alone, may change `head segment` or
 *    `tail segment`, and leaves offset 1023 by a store. So while `tail` has an offset of a slot, `tail segment` is the
 *    segment of `tail`, and likewise for `head`.
 * 2. A segment's `first` is the position of its first slot from when it is linked until it is given back. Only one
 *    segment in use has a given `first`, so a push that read `tail` and `tail segment` plainly, and finds that the one
 *    starts the other, has a pair that belongs together, whatever it read.
 * 3. The stamp `p + 1` is in the slot of `p` from when its value is written until the segment is given back, and
 *    nowhere else, since segments are cleared before that. So a pop that read `head` and `head segment` plainly, and
 *    finds this stamp, has a pair that belongs together and a finished item.
 * 4. A segment is given back by the pop that took its last item. By then all its pushes are finished (their stamps were
 *    seen) and all its pops have read their values (that comes before the move of `head`). Somebody may still look at
 *    it with a position from before; the compare-exchange with that position fails. So nothing need be counted, and
 *    a stopped thread keeps at most one segment.
 *
 * ABA: segments are named by where they are and come back, but no compare-exchange is on a segment's name. They are on
 * positions, equal ones being 2^32 apart, and on the pool's bits, which say all that matters.
 *
 * Linearizable, and waits for nothing but a peer within two instructions of the end of its step, as `SharedArrayQueue`;
 * here a push may be such a waiter, too, while another one links a segment.
 *
 * The queue lives as long as any thread holds the buffer; dropping a handle needs nothing. A thread that is terminated in
 * the middle of an operation leaves its step unfinished; who comes to it throws a `HandleError` after some seconds.
 *
 * Corresponds to `crossbeam::queue::SegQueue`, of `i32`.
 *
 * @example
 * ```ts
 * import { SharedSegQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 *
 * const queue = new SharedSegQueue({ capacity: 1_000_000 });
 * const sameQueue = SharedSegQueue.attach(queue.share()); // as another thread would
 * for (let word = 0; word < 10_000; word += 1) queue.push(word);
 * assert.equal(sameQueue.length, 10_000);
 * assert.equal(sameQueue.pop(), 0);
 * ```
 */
export class SharedSegQueue implements Queue<number> {
  /** How many items fit, exactly as asked for. */
  readonly capacity: number;
  readonly #pool: SegmentPool;

  /**
   * @param options - `capacity` is how many items fit: a whole number from 1 to 67,108,864, by default 16,777,216. That
   * much address space is reserved, 8 bytes an item; memory is taken as items come.
   * @throws TypeError or RangeError when `capacity` is anything else; RangeError when there is no address space left.
   */
  constructor(options?: { readonly capacity?: number });
  /** @internal */
  constructor(options: { readonly capacity: number }, buffer: SharedArrayBuffer);
  constructor(options: { readonly capacity?: number } = {}, buffer?: SharedArrayBuffer) {
    if (typeof options !== 'object' || options === null) {
      throw new TypeError(`options: expected an object, got ${describe(options)}`);
    }
    const { capacity = 2 ** 24 } = options;
    checkInteger('capacity', capacity, 1, MOST);
    this.capacity = capacity;
    this.#pool = new SegmentPool(buffer ?? layOut(capacity), segmentsFor(capacity));
    if (buffer === undefined) this.#start();
  }

  /**
   * The queue that another thread shared. Any number of handles may be attached, on any threads.
   *
   * @param buffer - what {@link SharedSegQueue.share} answered.
   * @throws TypeError when `buffer` is no buffer; HandleError when it is not the memory of a `SharedSegQueue` of this
   * version.
   */
  static attach(buffer: SharedArrayBuffer): SharedSegQueue {
    return new SharedSegQueue({ capacity: readHeader(buffer, KIND.segmentsOfWords, fits) }, buffer);
  }

  /** The queue's memory, to send to other threads: as `workerData`, or by `postMessage`. It grows on all of them. */
  share(): SharedArrayBuffer {
    return this.#pool.words.buffer;
  }

  /**
   * Adds a word at the end.
   *
   * @param value - a whole number from -2,147,483,648 to 2,147,483,647.
   * @returns whether there was room.
   * @throws TypeError or RangeError when `value` is anything else; RangeError when the machine has no memory left;
   * HandleError when the queue's memory was overwritten or a thread died in the middle of an operation.
   */
  push(value: number): boolean {
    if (typeof value !== 'number' || (value | 0) !== value) throw notAWord(value);
    const words = this.#pool.words;
    const tail = words[TAIL] as number; // plain, 7 ns less: the compare-exchange finds out if it is old
    const offset = offsetOf(tail);
    const segment = words[TAIL_SEGMENT] as number; // plain as well: it says itself whether it is the one (2.)
    // SYNC: claims the slot against the other pushes; pairs with the store of `tail` that made the segment current.
    if (
      offset < LAST &&
      segment < words.length &&
      words[segment + FIRST] === tail - offset &&
      ((tail - (words[PASSED] as number)) | 0) < this.capacity &&
      compareExchange(words, TAIL, tail, tail + 1) === tail
    ) {
      put(words, segment, tail, value);
      return true;
    }
    return this.#pushAgain(value); // apart, for V8 makes better code of a function without a loop
  }

  /**
   * Takes the oldest word; `undefined` when the queue is empty.
   *
   * @throws HandleError when the memory was overwritten or a thread died in the middle of an operation.
   */
  pop(): number | undefined {
    const words = this.#pool.words;
    const head = words[HEAD] as number; // plain, as in push
    const offset = offsetOf(head);
    const at = slot(words[HEAD_SEGMENT] as number, offset); // plain as well: the stamp says whether it is the one (3.)
    // SYNC: the stamp pairs with its store in put; the compare-exchange claims the value against the other pops.
    if (offset < LAST && at < words.length && load(words, at) === head + 1) {
      const value = words[at + 1];
      if (compareExchange(words, HEAD, head, head + 1) === head) return value;
    }
    return this.#popAgain(head);
  }

  /** With a `tail` of now, and at the end of a segment. */
  #pushAgain(value: number): boolean {
    for (let round = 0; ; ) {
      const tail = load(this.#pool.words, TAIL);
      const offset = offsetOf(tail);
      if (offset === BETWEEN)
        round = linger(round); // another push links the next segment
      else if (this.#isFullAt(tail)) return false;
      else if (offset === LAST) {
        const next = this.#pool.take();
        if (next === 0)
          round = linger(round); // the spare segments are on their way back to the pool
        else if (this.#pushLast(tail, value, next)) return true;
        else this.#pool.give(next);
      } else if (this.#pushAt(tail, value)) return true;
    }
  }

  /** One attempt to push at a `tail` that was loaded. */
  #pushAt(tail: number, value: number): boolean {
    const segment = this.#reached(TAIL_SEGMENT);
    if (compareExchange(this.#pool.words, TAIL, tail, tail + 1) !== tail) return false; // SYNC: as in push
    put(this.#pool.words, segment, tail, value);
    return true;
  }

  /**
   * One attempt to push into the last slot of a segment, and to link the next one. The item comes last: whoever finds
   * its stamp finds the link.
   */
  #pushLast(tail: number, value: number, next: number): boolean {
    const segment = this.#reached(TAIL_SEGMENT);
    const words = this.#pool.words;
    if (compareExchange(words, TAIL, tail, tail + 1) !== tail) return false; // SYNC: as in push
    const first = (tail + 2) | 0;
    words[next + FIRST] = first;
    words[segment + NEXT] = next;
    words[TAIL_SEGMENT] = next;
    store(words, TAIL, first); // SYNC: hands the segment to the pushes that load or move this `tail`
    put(words, segment, tail, value);
    return true;
  }

  /** Until the queue is empty, or an attempt succeeds. `head` was read some time ago. */
  #popAgain(head: number): number | undefined {
    for (let round = 0; ; ) {
      if (load(this.#pool.words, TAIL) === head) return undefined; // an old `head` cannot be: it never passes `tail`
      const seen = load(this.#pool.words, HEAD);
      if (seen === head) round = linger(round); // a push at this slot, or a pop between segments, is not through
      head = seen;
      const value = this.#take(head);
      if (value !== undefined) return value;
    }
  }

  /** One attempt to pop at a `head` that was loaded. */
  #take(head: number): number | undefined {
    const offset = offsetOf(head);
    if (offset === BETWEEN) return undefined;
    const segment = this.#reached(HEAD_SEGMENT);
    const words = this.#pool.words;
    const at = slot(segment, offset);
    if (load(words, at) !== head + 1) return undefined; // SYNC: as in pop
    const value = words[at + 1];
    if (compareExchange(words, HEAD, head, head + 1) !== head) return undefined; // SYNC: as in pop
    if (offset === LAST) this.#leave(segment, (head + 2) | 0);
    return value;
  }

  /** Goes over to the next segment, whose first position is `first`, and gives the drained one back. */
  #leave(segment: number, first: number): void {
    const words = this.#pool.words;
    words[HEAD_SEGMENT] = words[segment + NEXT] as number;
    store(words, HEAD, first); // SYNC: hands the next segment to the pops that load this `head`
    this.#pool.give(segment);
  }

  /** The segment named at `at`, once this thread's view reaches that far. */
  #reached(at: number): number {
    const segment = this.#pool.words[at] as number;
    if (!this.#pool.reach(segment)) throw corrupt();
    return segment;
  }

  /** Whether `capacity` items are in, at a `tail` that was loaded; notes how far `head` is. */
  #isFullAt(tail: number): boolean {
    const words = this.#pool.words;
    if (((tail - (words[PASSED] as number)) | 0) < this.capacity) return false;
    const head = load(words, HEAD); // after `tail`: if they are `capacity` apart, they are so now
    words[PASSED] = head;
    return itemsBetween(head, tail) >= this.capacity;
  }

  /** The queue's first segment. */
  #start(): void {
    const segment = this.#pool.take();
    const words = this.#pool.words;
    words[segment + FIRST] = 0;
    words[HEAD_SEGMENT] = segment;
    words[TAIL_SEGMENT] = segment;
  }

  /** How many items are in. */
  get length(): number {
    for (;;) {
      const tail = load(this.#pool.words, TAIL);
      const head = load(this.#pool.words, HEAD);
      if (load(this.#pool.words, TAIL) === tail) return itemsBetween(head, tail); // both are of the same moment
    }
  }

  /** Whether there is no item. */
  get isEmpty(): boolean {
    const head = load(this.#pool.words, HEAD);
    return itemsBetween(head, load(this.#pool.words, TAIL)) === 0;
  }

  /** Whether `push` would answer false. */
  get isFull(): boolean {
    return this.#isFullAt(load(this.#pool.words, TAIL));
  }
}

function fits(buffer: SharedArrayBuffer, capacity: number): boolean {
  if (capacity < 1 || capacity > MOST) return false;
  const limit = segmentsFor(capacity);
  const made = (buffer.byteLength - SegmentPool.bytes(0, limit)) / (4 * SEGMENT);
  return made >= 1 && Number.isInteger(made) && buffer.maxByteLength === SegmentPool.bytes(limit, limit);
}

function layOut(capacity: number): SharedArrayBuffer {
  const limit = segmentsFor(capacity);
  const buffer = newShared(SegmentPool.bytes(1, limit), SegmentPool.bytes(limit, limit));
  writeHeader(new Int32Array(buffer, 0, LINE), KIND.segmentsOfWords, capacity);
  return buffer;
}
