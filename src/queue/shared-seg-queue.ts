import { checkInteger, checkOptions } from '../core/check.js';
import { compareExchange, exchange, load, or, store } from '../platform/index.js';
import { batchOf, checkItemArray, popMany } from './batch.js';
import { endOf, hasJumped, jumped } from './closing.js';
import type { Queue } from './contract.js';
import { allocateQueue, attachQueue, LINE } from './header.js';
import { type Cells, carries, type ItemArray, type ItemKind, type ItemOf, layoutOf, notAnItem } from './items.js';
import { corrupt, LATE, linger, nap, SPINS } from './linger.js';
import type { Pushers } from './pushers.js';
import { copyRun, fillInner } from './run.js';
import { BETWEEN, FIRST, itemsBetween, LAST, NEXT, offsetOf, segmentsFor, slot } from './segment.js';
import { SegmentPool } from './segment-pool.js';
import { isStamped, itemAt, put, seemsStamped, stampOf } from './stamp.js';

const HEAD = LINE;
const HEAD_SEGMENT = HEAD + 1;
const TAIL = 2 * LINE;
const TAIL_SEGMENT = TAIL + 1;
/** Beside `tail`, whose line a push needs anyway. */
const PASSED = TAIL + 2;

/** Half a gigabyte of words. */
const MOST = 0x400_0000;

/**
 * A queue without a fixed capacity for 32-bit words, doubles or 64-bit integers, which any number of threads push to and
 * pop from, one at a time or in batches: a list of segments as in crossbeam's `SegQueue`, each of them filled and
 * emptied as in `SharedArrayQueue`, in one growable buffer that takes memory as it is needed, up to a stated limit, and
 * uses drained segments again.
 *
 * ```
 *   word  0  magic | version | items | capacity                written once
 *   word 16  head | head segment                               moved by pops
 *   word 32  tail | tail segment | passed                      moved by pushes
 *   word 48  which segments exist and are free                 see SegmentPool
 *   segment  next | first | stamp 0 | item 0 | stamp 1 | ...   1023 slots of 2 words in 8 kilobytes;
 *            next | first | - | - | stamp 0 | - | item 0 ...     of 4 words in 16 kilobytes with 64-bit items
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
 *    `tail segment`, and leaves offset 1023 by an exchange. So while `tail` has an offset of a slot, `tail segment` is the
 *    segment of `tail`, and likewise for `head`.
 * 2. A segment's `first` is the position of its first slot from when it is linked until it is given back. Only one
 *    segment in use has a given `first`, so a push that read `tail` and `tail segment` plainly, and finds that the one
 *    starts the other, has a pair that belongs together, whatever it read.
 * 3. The stamp `p + 1` is in the slot of `p` from when its item is written until the segment is given back, and
 *    nowhere else, since segments are cleared before that. So a pop that read `head` and `head segment` plainly, and
 *    finds this stamp, has a pair that belongs together and a finished item. The same goes for the stamp `~(p + 1)` of an
 *    item that is not the first of its batch, once `head` was loaded (see `stampOf`).
 * 4. A segment is given back by the pop that took its last item. By then all its pushes are finished (their stamps were
 *    seen) and all its pops have read their items (that comes before the move of `head`). Somebody may still look at
 *    it with a position from before; the compare-exchange with that position fails. So nothing need be counted, and
 *    a stopped thread keeps at most one segment.
 *
 * ABA: segments are named by where they are and come back, but no compare-exchange is on a segment's name. They are on
 * positions, equal ones being 2^32 apart, and on the pool's bits, which say all that matters.
 *
 * Linearizable, and waits for nothing but a peer within two instructions of the end of its step, as `SharedArrayQueue`;
 * here a push may be such a waiter, too, while another one links a segment. A batch is as so many pushes or pops, one
 * right after the other, and one step for what it has in one segment.
 *
 * The queue lives as long as any thread holds the buffer; dropping a handle needs nothing. A thread that is terminated in
 * the middle of an operation leaves its step unfinished; who comes to it throws a `HandleError` after some seconds.
 *
 * Corresponds to `crossbeam::queue::SegQueue`, of `i32`, `f64` or `i64`.
 *
 * @typeParam K - the kind of the items.
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
export class SharedSegQueue<K extends ItemKind = 'i32'> implements Queue<ItemOf<K>> {
  /** How many items fit, exactly as asked for. */
  readonly capacity: number;
  /** What the items are. */
  readonly items: K;
  readonly #pool: SegmentPool<K>;
  readonly #wide: number;
  /** Who knows which threads push, if anybody does. */
  #pushers: Pushers | null = null;

  /**
   * @param options - `capacity` is how many items fit: a whole number from 1 to 67,108,864, by default 16,777,216. That
   * much address space is reserved, 8 bytes an item, with 64-bit items 16; memory is taken as items come, and used again
   * when they are gone. `items` is what they are: `'i32'`, which is the default, `'f64'` or `'i64'`.
   * @throws TypeError or RangeError when an option is anything else; RangeError when there is no address space left.
   */
  constructor(options?: { readonly capacity?: number; readonly items?: K });
  /** @internal */
  constructor(options: { readonly capacity: number; readonly items: K }, words: Int32Array<SharedArrayBuffer>);
  constructor(options: { readonly capacity?: number; readonly items?: K } = {}, words?: Int32Array<SharedArrayBuffer>) {
    checkOptions('options', options, ['capacity', 'items']);
    const { capacity = 2 ** 24, items = 'i32' as K } = options;
    checkInteger('capacity', capacity, 1, MOST);
    this.capacity = capacity;
    this.items = items;
    this.#wide = layoutOf(items).wide;
    this.#pool = new SegmentPool(words ?? layOut(items, capacity), items, segmentsFor(capacity));
    if (words === undefined) this.#start();
  }

  /**
   * The queue that another thread shared. Any number of handles may be attached, on any threads.
   *
   * @param buffer - what {@link SharedSegQueue.share} answered.
   * @param options - `items` is what they were made to be; as in the constructor.
   * @throws TypeError when `buffer` is no shared memory, or an option is none; HandleError when it is not the memory of
   * a `SharedSegQueue` of this version, or one of other items.
   */
  static attach<K extends ItemKind = 'i32'>(
    buffer: SharedArrayBuffer,
    options: { readonly items?: K } = {},
  ): SharedSegQueue<K> {
    checkOptions('options', options, ['items']);
    const { items = 'i32' as K } = options;
    const { words, capacity } = attachQueue(buffer, 'segs', items, (words, capacity) => fits(words, items, capacity));
    return new SharedSegQueue({ capacity, items }, words);
  }

  /** The queue's memory, to send to other threads: as `workerData`, or by `postMessage`. It grows on all of them. */
  share(): SharedArrayBuffer {
    return this.#pool.words.buffer;
  }

  /**
   * Adds an item at the end.
   *
   * @param value - a whole number from -2,147,483,648 to 2,147,483,647; with `'f64'` any number, with `'i64'` a `bigint`
   * from -2^63 to 2^63 - 1.
   * @returns whether there was room.
   * @throws TypeError or RangeError when `value` is anything else; RangeError when the machine has no memory left;
   * HandleError when the queue's memory was overwritten or a thread died in the middle of an operation.
   */
  push(value: ItemOf<K>): boolean {
    if (!carries(this.items, value)) throw notAnItem(this.items, 'value', value);
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
      this.#put(segment, tail, value);
      return true;
    }
    return this.#pushAgain(value); // apart, for V8 makes better code of a function without a loop
  }

  /**
   * Adds items at the end, as so many pushes would, until one does not fit. What goes into one segment at once stands
   * together; elsewhere there may be items of others in between. Much faster than single pushes.
   *
   * @param values - an array of what {@link SharedSegQueue.push} takes. The typed array of the kind (`Int32Array`,
   * `Float64Array`, `BigInt64Array`) is taken as it is; of any other array each item is looked at.
   * @returns how many fitted: the first ones.
   * @throws TypeError or RangeError, before anything is pushed, when `values` is no array or an item is anything else.
   * RangeError when the machine has no memory left, and HandleError, as by {@link SharedSegQueue.push}: of these, some of
   * the items may have been pushed.
   */
  pushMany(values: readonly ItemOf<K>[] | ItemArray<K>): number {
    const items = batchOf(this.items, values);
    let done = 0;
    while (done < items.length) {
      const count = this.#pushSome(items, done);
      done += count;
      if (count > 0) continue;
      if (!this.push(items[done] as ItemOf<K>)) break; // at the end of a segment, or in a hurry, or full
      done += 1;
    }
    return done;
  }

  /**
   * Takes the oldest item; `undefined` when the queue is empty.
   *
   * @throws HandleError when the memory was overwritten or a thread died in the middle of an operation.
   */
  pop(): ItemOf<K> | undefined {
    const words = this.#pool.words;
    const head = words[HEAD] as number; // plain, as in push
    const offset = offsetOf(head);
    const at = slot(words[HEAD_SEGMENT] as number, offset, this.#wide); // plain as well: the stamp says whether it is the one (3.)
    // SYNC: the stamp pairs with its store in put; the compare-exchange claims the item against the other pops.
    if (offset < LAST && at < words.length && load(words, at) === stampOf(head)) {
      const item = this.#pool.cells[itemAt(at, this.#wide)];
      if (compareExchange(words, HEAD, head, head + 1) === head) return item;
    }
    return this.#popAgain(head);
  }

  /**
   * Takes the oldest items, as so many pops would: as many as are in now, up to `max`.
   *
   * @param max - how many at most: a whole number from 0 to 4,294,967,295; all that are in when left out.
   * @returns the items, oldest first; an empty array when the queue is empty.
   * @throws TypeError or RangeError when `max` is anything else; HandleError, with nothing taken, as by
   * {@link SharedSegQueue.pop}.
   */
  popMany(max = MOST): ItemOf<K>[] {
    return popMany(this, max);
  }

  /**
   * Takes the oldest items into an array, as so many pops would, until the queue is empty or the array is full. What one
   * segment has of them is taken in one step. The fastest way to take many: nothing is allocated.
   *
   * @param into - the typed array of the kind: `Int32Array`, `Float64Array` or `BigInt64Array`. It is filled from the
   * front; what is in it behind the items that were taken is of no meaning afterwards.
   * @returns how many were taken. Less than fit only when the queue was empty, or when another thread's step on the next
   * item is held up: unlike a pop, a batch that has something does not wait for it beyond some microseconds.
   * @throws TypeError when `into` is anything else; HandleError, with nothing taken, as by {@link SharedSegQueue.pop}.
   */
  popInto(into: ItemArray<K>): number {
    const items = checkItemArray(this.items, into);
    let done = 0;
    for (let round = 0; done < items.length; ) {
      const head = load(this.#pool.words, HEAD); // SYNC: vouches for the inner stamps of a batch that it is in
      const count = this.#takeMany(head, items, done);
      done += Math.max(count, 0);
      if (count !== 0) continue; // another pop was faster, or there may be more
      if (this.#isEnd(head) || (done > 0 && round === SPINS)) break;
      round = this.#lingerAt(head, round);
    }
    return done;
  }

  /**
   * No push succeeds from now on; what is in can be popped. Closing twice does nothing.
   *
   * @internal
   */
  close(): void {
    const { words } = this.#pool;
    for (let round = 0; ; ) {
      const tail = load(words, TAIL);
      if (this.isClosed) return; // after the load: a jump in between fails the compare-exchange
      if (offsetOf(tail) === BETWEEN)
        round = linger(round); // another push links the next segment, and would undo the jump
      else if (compareExchange(words, TAIL, tail, jumped(tail)) === tail) return; // SYNC: as in SharedArrayQueue
    }
  }

  /**
   * As that of `SharedArrayQueue`.
   *
   * @internal
   */
  lookAfter(pushers: Pushers): void {
    this.#pushers = pushers;
  }

  /** @internal */
  get isClosed(): boolean {
    const head = load(this.#pool.words, HEAD);
    return hasJumped(head, load(this.#pool.words, TAIL));
  }

  /**
   * As that of `SharedArrayQueue`. Between segments, and where this thread's view ends, only `pop` can tell.
   *
   * @internal
   */
  get hasNext(): boolean {
    const words = this.#pool.words;
    const head = words[HEAD] as number;
    const offset = offsetOf(head);
    const at = slot(words[HEAD_SEGMENT] as number, offset, this.#wide);
    return offset === BETWEEN || at >= words.length || seemsStamped(words, at, head);
  }

  /**
   * As that of `SharedArrayQueue`. Here a push may move `tail` by an exchange, but never by a store: it would not have read what this wrote, and so
   * hand nothing on.
   *
   * @internal
   */
  meetPushes(): void {
    or(this.#pool.words, TAIL, 0);
  }

  /**
   * As that of `SharedArrayQueue`.
   *
   * @internal
   */
  meetPops(): void {
    or(this.#pool.words, HEAD, 0);
  }

  /** Whether no item stands at `head` or behind it. */
  #isEnd(head: number): boolean {
    return endOf(head, load(this.#pool.words, TAIL)) === head;
  }

  /** Fills the slot of `position`, which is ours. */
  #put(segment: number, position: number, item: ItemOf<K>): void {
    const at = slot(segment, offsetOf(position), this.#wide);
    put(this.#pool.words, this.#pool.cells, at, this.#wide, position, item);
  }

  /**
   * One attempt to push several of the items from `from` on: what fits before the last slot of a segment, and into the
   * queue. Answers how many, 0 when a single push must find out why not.
   */
  #pushSome(items: Cells<ItemOf<K>>, from: number): number {
    const words = this.#pool.words;
    const tail = load(words, TAIL);
    const offset = offsetOf(tail);
    if (offset >= LAST) return 0;
    const count = Math.min(LAST - offset, items.length - from, this.#room(tail, items.length - from));
    if (count <= 0) return 0;
    const segment = this.#reached(TAIL_SEGMENT);
    if (compareExchange(words, TAIL, tail, tail + count) !== tail) return 0; // SYNC: as in push
    this.#putMany(segment, tail, items, from, count);
    return count;
  }

  /** Fills `count` slots of a segment, from that of `first` on, which are ours, with `items` from `from` on. */
  #putMany(segment: number, first: number, items: Cells<ItemOf<K>>, from: number, count: number): void {
    const { words, cells, wide } = this.#pool;
    const start = slot(segment, offsetOf(first), wide);
    cells[itemAt(start, wide)] = items[from] as ItemOf<K>;
    fillInner(this.#pool, start + (2 << wide), (first + 1) | 0, items, from + 1, from + count);
    store(words, start, stampOf(first)); // SYNC: hands all of them to the pop that loads this stamp
  }

  /** With a `tail` of now, and at the end of a segment. */
  #pushAgain(value: ItemOf<K>): boolean {
    for (let round = 0; ; ) {
      const tail = load(this.#pool.words, TAIL);
      const offset = offsetOf(tail);
      if (offset === BETWEEN)
        round = linger(round); // another push links the next segment
      else if (this.#isFullAt(tail)) {
        if (this.#staysFull(tail)) return false;
      } else if (offset === LAST) {
        const next = this.#pool.take();
        if (next === 0)
          round = linger(round); // the spare segments are on their way back to the pool
        else if (this.#pushLast(tail, value, next)) return true;
        else this.#pool.give(next);
      } else if (this.#pushAt(tail, value)) return true;
    }
  }

  /** One attempt to push at a `tail` that was loaded. */
  #pushAt(tail: number, value: ItemOf<K>): boolean {
    const segment = this.#reached(TAIL_SEGMENT);
    if (compareExchange(this.#pool.words, TAIL, tail, tail + 1) !== tail) return false; // SYNC: as in push
    this.#put(segment, tail, value);
    return true;
  }

  /**
   * One attempt to push into the last slot of a segment, and to link the next one. The item comes last: whoever finds
   * its stamp finds the link.
   */
  #pushLast(tail: number, value: ItemOf<K>, next: number): boolean {
    const segment = this.#reached(TAIL_SEGMENT);
    const words = this.#pool.words;
    if (compareExchange(words, TAIL, tail, tail + 1) !== tail) return false; // SYNC: as in push
    const first = (tail + 2) | 0;
    words[next + FIRST] = first;
    words[segment + NEXT] = next;
    words[TAIL_SEGMENT] = next;
    exchange(words, TAIL, first); // SYNC: hands the segment to the pushes that load or move this `tail`, and what meetPushes hands on
    this.#put(segment, tail, value);
    return true;
  }

  /** Until the queue is empty, or an attempt succeeds. `head` was read some time ago. */
  #popAgain(head: number): ItemOf<K> | undefined {
    for (let round = 0; ; ) {
      if (this.#isEnd(head)) return undefined; // an old `head` cannot be: it never passes `tail`
      const seen = load(this.#pool.words, HEAD);
      if (seen === head) round = this.#lingerAt(head, round); // a push at this slot, or a pop between segments, is not through
      head = seen;
      const value = this.#take(head);
      if (value !== undefined) return value;
    }
  }

  /** Lets the push or pop at `head` finish, or passes over the push, if its thread has died. */
  #lingerAt(head: number, round: number): number {
    if (round >= LATE && this.#pushers !== null && this.#passOver(head, this.#pushers)) return 0;
    return linger(round);
  }

  /** As in `SharedArrayQueue`, within a segment; but one who was to link the next segment, and has not, is in the way for good. */
  #passOver(head: number, pushers: Pushers): boolean {
    const words = this.#pool.words;
    const tail = load(words, TAIL);
    if (pushers.areAlive || offsetOf(head) === BETWEEN || load(words, HEAD) !== head) return false;
    const end = endOf(head, tail);
    if (itemsBetween(head, end) < 0 || itemsBetween(head, end) > this.capacity) throw corrupt();
    nap();
    const segment = this.#reached(HEAD_SEGMENT);
    let at = head;
    while (at !== end && this.#isLeft(segment, at, tail) && compareExchange(words, HEAD, at, at + 1) === at) {
      at += 1;
      if (offsetOf(at) === BETWEEN) {
        this.#leave(segment, at + 1);
        break;
      }
    }
    if (at !== head) pushers.passedOver();
    return at !== head;
  }

  /** Whether nothing was pushed at that position of the segment, and nothing is to be linked there. */
  #isLeft(segment: number, position: number, tail: number): boolean {
    const offset = offsetOf(position);
    if (offset === LAST && tail === position + 1) return false;
    return !isStamped(this.#pool.words, slot(segment, offset, this.#wide), position);
  }

  /** One attempt to pop at a `head` that was loaded. */
  #take(head: number): ItemOf<K> | undefined {
    const offset = offsetOf(head);
    if (offset === BETWEEN) return undefined;
    const segment = this.#reached(HEAD_SEGMENT);
    const words = this.#pool.words;
    const at = slot(segment, offset, this.#wide);
    if (!isStamped(words, at, head)) return undefined;
    const item = this.#pool.cells[itemAt(at, this.#wide)];
    if (compareExchange(words, HEAD, head, head + 1) !== head) return undefined; // SYNC: as in pop
    if (offset === LAST) this.#leave(segment, (head + 2) | 0);
    return item;
  }

  /**
   * One attempt to pop at `head`, which was loaded: as many as are there in its segment and fit into `items` from `from`
   * on. Answers how many, -1 when another pop was faster.
   */
  #takeMany(head: number, items: Cells<ItemOf<K>>, from: number): number {
    const offset = offsetOf(head);
    if (offset === BETWEEN) return 0;
    const segment = this.#reached(HEAD_SEGMENT);
    const { words, wide } = this.#pool;
    const to = Math.min(items.length, from + LAST + 1 - offset);
    const count = copyRun(this.#pool, slot(segment, offset, wide), head, items, from, to) - from;
    if (count === 0) return 0;
    if (compareExchange(words, HEAD, head, head + count) !== head) return -1; // SYNC: as in pop
    if (offset + count - 1 === LAST) this.#leave(segment, (head + count + 1) | 0);
    return count;
  }

  /** Goes over to the next segment, whose first position is `first`, and gives the drained one back. */
  #leave(segment: number, first: number): void {
    const words = this.#pool.words;
    words[HEAD_SEGMENT] = words[segment + NEXT] as number;
    exchange(words, HEAD, first); // SYNC: hands the next segment to the pops that load this `head`, and what meetPops hands on
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
    return this.#room(tail, 1) <= 0;
  }

  /** The same, by a step that writes: see `SharedArrayQueue`. */
  #staysFull(tail: number): boolean {
    const { words } = this.#pool;
    const head = load(words, HEAD);
    return itemsBetween(head, tail) >= this.capacity && compareExchange(words, HEAD, head, head) === head;
  }

  /** How many more fit at a `tail` that was loaded. If it seems less than `wanted`, looks, and notes how far `head` is. */
  #room(tail: number, wanted: number): number {
    const words = this.#pool.words;
    const room = this.capacity - ((tail - (words[PASSED] as number)) | 0);
    if (room >= wanted) return room;
    const head = load(words, HEAD); // after `tail`: if they are `capacity` apart, they are so now
    words[PASSED] = head;
    return this.capacity - itemsBetween(head, tail);
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
      if (load(this.#pool.words, TAIL) === tail) return itemsBetween(head, endOf(head, tail)); // both are of the same moment
    }
  }

  /** Whether there is no item. */
  get isEmpty(): boolean {
    const head = load(this.#pool.words, HEAD);
    return itemsBetween(head, endOf(head, load(this.#pool.words, TAIL))) === 0;
  }

  /** Whether `push` would answer false. */
  get isFull(): boolean {
    return this.#isFullAt(load(this.#pool.words, TAIL));
  }
}

function fits(words: Int32Array<SharedArrayBuffer>, items: ItemKind, capacity: number): boolean {
  if (capacity < 1 || capacity > MOST) return false;
  const limit = segmentsFor(capacity);
  const start = SegmentPool.size(items, 0, limit);
  const made = (words.length - start) / (SegmentPool.size(items, 1, limit) - start);
  const most = 4 * SegmentPool.size(items, limit, limit);
  return made >= 1 && Number.isInteger(made) && words.buffer.maxByteLength === most;
}

function layOut(items: ItemKind, capacity: number): Int32Array<SharedArrayBuffer> {
  const limit = segmentsFor(capacity);
  const [least, most] = [SegmentPool.size(items, 1, limit), SegmentPool.size(items, limit, limit)];
  return allocateQueue('segs', items, capacity, least, most);
}
