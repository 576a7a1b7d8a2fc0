import { checkInteger, checkOptions } from '../core/check.js';
import { compareExchange, load, or, store } from '../platform/index.js';
import { batchOf, checkItemArray, popMany } from './batch.js';
import { endOf, hasJumped, jumped } from './closing.js';
import type { RingQueue } from './contract.js';
import { allocateQueue, attachQueue, LINE } from './header.js';
import {
  type Cells,
  carries,
  cellsOf,
  type ItemArray,
  type ItemKind,
  type ItemOf,
  layoutOf,
  notAnItem,
} from './items.js';
import { after, further, itemsInLaps, lapFor } from './lap.js';
import { corrupt, LATE, linger, nap, SPINS } from './linger.js';
import type { Pushers } from './pushers.js';
import { copyRun, fillInner, type Slots } from './run.js';
import { innerStampOf, isStamped, itemAt, put, seemsStamped, stampOf } from './stamp.js';

const HEAD = LINE;
const TAIL = 2 * LINE;
/** Beside `tail`, whose line a push needs anyway. */
const PASSED = TAIL + 1;
const SLOTS = 3 * LINE;

/** Half a gigabyte of words. It leaves 64 laps or more before a position comes round to the same number. */
const MOST = 0x400_0000;

/**
 * A queue of fixed capacity for 32-bit words, doubles or 64-bit integers, which any number of threads push to and pop
 * from, one at a time or in batches: Dmitry Vyukov's bounded MPMC queue (1024cores.net) with the laps of crossbeam's
 * `ArrayQueue`, which make every capacity exact, and with two departures, told below.
 *
 * ```
 *   word  0  magic | version | items | capacity            written once
 *   word 16  head                                          moved by pops      on lines of their own: 1.5 times
 *   word 32  tail | passed                                 moved by pushes    faster between threads
 *   word 48  stamp 0 | item 0 | stamp 1 | item 1 | ...     capacity slots of 2 words, written by pushes;
 *            stamp 0 | - | item 0 ... | stamp 1 | ...        of 4 words with 64-bit items
 *
 *   a position is [ lap ......... | index ... ], index < capacity <= one lap, a power of two
 * ```
 *
 * Invariants, for any position `p`:
 *
 * 1. `head <= tail <= head + one lap` (`+ 1` while a forcePush evicts). Both only move on, by compare-exchange.
 * 2. Moving `tail` from `p` makes the mover the owner of `p`'s slot, and nobody does while the slot holds an unpopped
 *    item: that takes `head > p - one lap`. `passed` is a `head` of some time ago, so `passed > p - one lap` will do.
 * 3. The owner writes the item, then the stamp `p + 1`. So a slot with this stamp holds the item of `p`.
 * 4. Moving `head` from `p` takes that stamp, and makes the item that was read before the mover's.
 * 5. A batch is the same for several positions: one move of `tail` or `head` past all of them. Its first stamp is
 *    written last, and vouches for the others (see `stampOf`).
 *
 * The departures are 5, and 4: in Vyukov's queue a pop claims the slot, reads it, and stamps it free for the next push. Reading
 * first, and letting the compare-exchange tell whether it still counts, as a seqlock does, saves that stamp and the
 * push's look at it, two of six atomic operations; and a thread that stops in the middle of a pop is in nobody's way.
 * (crossbeam cannot: its items may not be read twice.)
 *
 * The plain accesses: an item is written before, and read after, the store and load of its stamp. It is overwritten only
 * after its pop: the pop's move of `head` was loaded by a push that then moved `tail` and then wrote `passed`; whoever
 * reads that `passed` moves `tail` later, so all that came before is before its write too.
 *
 * Positions wrap at 2^32 and are compared by their distance. Two equal ones are 2^31 operations apart or more; a thread
 * would have to lose its processor between a read and its compare-exchange for exactly so many.
 *
 * Linearizable: a push takes effect when `tail` moves, a pop when `head` does, a forcePush that evicts at the latter.
 * A batch is as so many pushes or pops, one right after the other. Where all of it fits, or is there, it is one step;
 * what comes in several steps may have other threads' items in between.
 *
 * `push` never waits. `pop` never waits for an item, but lets a push finish that owns the oldest slot and has two
 * instructions to go, as crossbeam's does. To answer "empty" there instead would be a lie that can be noticed: a thread
 * could push an item, which lands behind the unfinished one, and then find the queue empty.
 *
 * The queue lives as long as any thread holds the buffer; dropping a handle needs nothing. A thread that is terminated
 * in the middle of a push leaves its slot unfinished; pops that come to it throw a `HandleError` after some seconds. (The
 * channels, which know whose threads push, pass it over.)
 *
 * Corresponds to `crossbeam::queue::ArrayQueue`, of `i32`, `f64` or `i64`.
 *
 * @typeParam K - the kind of the items.
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
export class SharedArrayQueue<K extends ItemKind = 'i32'> implements RingQueue<ItemOf<K>> {
  /** How many items fit, exactly as asked for. */
  readonly capacity: number;
  /** What the items are. */
  readonly items: K;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #cells: Cells<ItemOf<K>>;
  readonly #slots: Slots<ItemOf<K>>;
  /** What a position grows by from one visit of a slot to the next. */
  readonly #lap: number;
  readonly #wide: number;
  /** Who knows which threads push, if anybody does. */
  #pushers: Pushers | null = null;

  /**
   * @param capacity - how many items fit: a whole number from 1 to 67,108,864. A slot takes 8 bytes, with 64-bit items
   * 16.
   * @param options - `items` is what they are: `'i32'`, which is the default, `'f64'` or `'i64'`.
   * @throws TypeError or RangeError when `capacity` or an option is anything else; RangeError when the machine has no
   * memory left.
   */
  constructor(capacity: number, options?: { readonly items?: K });
  /** @internal */
  constructor(capacity: number, options: { readonly items?: K }, words: Int32Array<SharedArrayBuffer>);
  constructor(capacity: number, options: { readonly items?: K } = {}, words?: Int32Array<SharedArrayBuffer>) {
    checkInteger('capacity', capacity, 1, MOST);
    this.items = itemsOf(options);
    this.capacity = capacity;
    this.#lap = lapFor(capacity);
    this.#wide = layoutOf(this.items).wide;
    this.#words = words ?? allocateQueue('ring', this.items, capacity, sizeOf(this.items, capacity));
    this.#cells = cellsOf(this.items, this.#words);
    this.#slots = { words: this.#words, cells: this.#cells, wide: this.#wide };
  }

  /**
   * The queue that another thread shared. Any number of handles may be attached, on any threads.
   *
   * @param buffer - what {@link SharedArrayQueue.share} answered.
   * @param options - `items` is what they were made to be; as in the constructor.
   * @throws TypeError when `buffer` is no shared memory, or an option is none; HandleError when it is not the memory of
   * a `SharedArrayQueue` of this version, or one of other items.
   */
  static attach<K extends ItemKind = 'i32'>(
    buffer: SharedArrayBuffer,
    options: { readonly items?: K } = {},
  ): SharedArrayQueue<K> {
    const items = itemsOf(options);
    const { words, capacity } = attachQueue(
      buffer,
      'ring',
      items,
      ({ length }, capacity) => capacity >= 1 && capacity <= MOST && length === sizeOf(items, capacity),
    );
    return new SharedArrayQueue(capacity, { items }, words);
  }

  /** The queue's memory, to send to other threads: as `workerData`, or by `postMessage`. */
  share(): SharedArrayBuffer {
    return this.#words.buffer;
  }

  /**
   * Adds an item at the end.
   *
   * @param value - a whole number from -2,147,483,648 to 2,147,483,647; with `'f64'` any number, with `'i64'` a `bigint`
   * from -2^63 to 2^63 - 1.
   * @returns whether there was room.
   * @throws TypeError or RangeError when `value` is anything else.
   */
  push(value: ItemOf<K>): boolean {
    if (!carries(this.items, value)) throw notAnItem(this.items, 'value', value);
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
   * Adds an item at the end; when the queue is full, in place of the oldest.
   *
   * @param value - as in {@link SharedArrayQueue.push}.
   * @returns the item that was pushed out, or `undefined` when there was room.
   * @throws TypeError or RangeError when `value` is anything else; HandleError when the memory was overwritten or a
   * thread died in the middle of a push.
   */
  forcePush(value: ItemOf<K>): ItemOf<K> | undefined {
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
   * Adds items at the end, as so many pushes would, until one does not fit. All that fit at once stand together; what
   * pops make room for meanwhile comes after, perhaps behind items of others. Much faster than single pushes.
   *
   * @param values - an array of what {@link SharedArrayQueue.push} takes. The typed array of the kind (`Int32Array`,
   * `Float64Array`, `BigInt64Array`) is taken as it is; of any other array each item is looked at.
   * @returns how many fitted: the first ones.
   * @throws TypeError or RangeError, before anything is pushed, when `values` is no array or an item is anything else.
   */
  pushMany(values: readonly ItemOf<K>[] | ItemArray<K>): number {
    const items = batchOf(this.items, values);
    const words = this.#words;
    let done = 0;
    let tail = words[TAIL] as number; // plain, as in push; and so is a head of some time ago
    for (let head = words[PASSED] as number; done < items.length; ) {
      if (this.#room(head, tail) < items.length - done) head = load(words, HEAD); // SYNC: as in pushAgain
      const count = Math.min(this.#room(head, tail), items.length - done);
      if (count <= 0) {
        if (done > 0 || this.#isStill(head)) break; // `tail` was read first, and is no less now
        continue;
      }
      // SYNC: claims all these slots, as in push.
      const seen = compareExchange(words, TAIL, tail, further(tail, count, this.capacity, this.#lap));
      if (seen === tail) {
        words[PASSED] = head; // after the move of `tail`, as in pushAgain
        this.#putMany(tail, items, done, count);
        done += count;
        tail = load(words, TAIL);
      } else tail = seen;
    }
    return done;
  }

  /**
   * Takes the oldest item; `undefined` when the queue is empty.
   *
   * @throws HandleError when the memory was overwritten or a thread died in the middle of a push.
   */
  pop(): ItemOf<K> | undefined {
    const head = this.#words[HEAD] as number; // plain, as in push
    const item = this.#take(head);
    return item !== undefined ? item : this.#popAgain(head);
  }

  /**
   * Takes the oldest items, as so many pops would: as many as are in now, up to `max`.
   *
   * @param max - how many at most: a whole number from 0 to 4,294,967,295; all that are in when left out.
   * @returns the items, oldest first; an empty array when the queue is empty.
   * @throws TypeError or RangeError when `max` is anything else; HandleError, with nothing taken, as by
   * {@link SharedArrayQueue.pop}.
   */
  popMany(max = MOST): ItemOf<K>[] {
    return popMany(this, max);
  }

  /**
   * Takes the oldest items into an array, as so many pops would, until the queue is empty or the array is full. All that
   * are there at once are taken in one step. The fastest way to take many: nothing is allocated.
   *
   * @param into - the typed array of the kind: `Int32Array`, `Float64Array` or `BigInt64Array`. It is filled from the
   * front; what is in it behind the items that were taken is of no meaning afterwards.
   * @returns how many were taken. Less than fit only when the queue was empty, or when the push of the next item is held
   * up: unlike a pop, a batch that has something does not wait for it beyond some microseconds.
   * @throws TypeError when `into` is anything else; HandleError, with nothing taken, as by {@link SharedArrayQueue.pop}.
   */
  popInto(into: ItemArray<K>): number {
    const items = checkItemArray(this.items, into);
    let done = 0;
    for (let round = 0; done < items.length; ) {
      const head = load(this.#words, HEAD); // SYNC: vouches for the inner stamps of a batch that it is in
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
    for (let tail = load(this.#words, TAIL); !this.isClosed; ) {
      // SYNC: against the pushes, each of which came before or finds no room.
      const seen = compareExchange(this.#words, TAIL, tail, jumped(tail));
      if (seen === tail) return;
      tail = seen;
    }
  }

  /** @internal */
  get isClosed(): boolean {
    const head = load(this.#words, HEAD);
    return hasJumped(head, load(this.#words, TAIL));
  }

  /**
   * From now on pops pass over a push whose thread has died in its midst, rather than throw.
   *
   * @internal
   */
  lookAfter(pushers: Pushers): void {
    this.#pushers = pushers;
  }

  /**
   * Whether an item is at `head`, as it seems. `tail`, which `pop` asks when there is none, is on a line that each push needs: who looks
   * again and again takes it from them each time.
   *
   * @internal
   */
  get hasNext(): boolean {
    const head = this.#words[HEAD] as number;
    return seemsStamped(this.#words, this.#at(head), head);
  }

  /**
   * A step that writes at `tail`, and changes nothing. What was pushed before it is seen by this thread from now on, and whoever pushes after
   * it sees what this thread has written before.
   *
   * @internal
   */
  meetPushes(): void {
    or(this.#words, TAIL, 0);
  }

  /**
   * The same with those who pop, at `head`.
   *
   * @internal
   */
  meetPops(): void {
    or(this.#words, HEAD, 0);
  }

  /** Whether no item stands at `head` or behind it. */
  #isEnd(head: number): boolean {
    return endOf(head, load(this.#words, TAIL)) === head;
  }

  #after(position: number): number {
    return after(position, this.capacity, this.#lap);
  }

  /** Where the slot of `position` is. */
  #at(position: number): number {
    return SLOTS + ((position & (this.#lap - 1)) << (1 + this.#wide));
  }

  /** Fills the slot of `position`, which is ours. */
  #put(position: number, item: ItemOf<K>): void {
    put(this.#words, this.#cells, this.#at(position), this.#wide, position, item);
  }

  /** Fills `count` slots from `first` on, which are ours, with `items` from `from` on. */
  #putMany(first: number, items: Cells<ItemOf<K>>, from: number, count: number): void {
    const slots = this.#slots;
    const { words, wide } = slots;
    const start = this.#at(first);
    const slotsLeft = this.#slotsFrom(start);
    if (slotsLeft <= 0) throw corrupt(); // no position has that index
    const wrap = from + Math.min(count, slotsLeft);
    const to = from + count;
    slots.cells[itemAt(start, wide)] = items[from] as ItemOf<K>;
    fillInner(slots, start + (2 << wide), (first + 1) | 0, items, from + 1, wrap);
    if (wrap < to) fillInner(slots, SLOTS, this.#nextLap(first, wrap - from), items, wrap, to);
    store(words, start, stampOf(first)); // SYNC: hands all of them to the pop that loads this stamp
  }

  /** How many slots there are from word `at` to the end of the ring. */
  #slotsFrom(at: number): number {
    return (this.#words.length - at) >> (1 + this.#wide);
  }

  /** The position of the first slot, if that is the one `count` after `position`. */
  #nextLap(position: number, count: number): number {
    return (position + count + this.#lap - this.capacity) | 0;
  }

  /** How many more fit, if those are `head` and `tail`. Less than none while a forcePush evicts. */
  #room(head: number, tail: number): number {
    return this.capacity - itemsInLaps(head, tail, this.capacity, this.#lap);
  }

  /**
   * One attempt to pop at `position`, which may be old. An index that no position has would be beyond the view, which
   * `load` refuses.
   */
  #take(position: number): ItemOf<K> | undefined {
    const words = this.#words;
    const at = this.#at(position);
    const stamp = load(words, at); // SYNC: pairs with the store in put.
    // SYNC: what has an inner stamp is vouched for by the `head` that is loaded after it.
    if (stamp !== stampOf(position) && (stamp !== innerStampOf(position) || load(words, HEAD) !== position)) {
      return undefined;
    }
    const item = this.#cells[itemAt(at, this.#wide)];
    // SYNC: claims the item against the other pops, and hands the slot to the push that finds `head` moved.
    return compareExchange(words, HEAD, position, this.#after(position)) === position ? item : undefined;
  }

  /**
   * One attempt to pop at `head`, which was loaded: as many as are there and fit into `items` from `from` on. Answers
   * how many, -1 when another pop was faster.
   */
  #takeMany(head: number, items: Cells<ItemOf<K>>, from: number): number {
    let at = this.#at(head);
    let position = head;
    let end = from;
    for (;;) {
      const begin = end;
      const wrap = Math.min(items.length, begin + this.#slotsFrom(at));
      end = copyRun(this.#slots, at, position, items, begin, wrap);
      if (end < wrap || end === items.length) break;
      at = SLOTS;
      position = this.#nextLap(position, end - begin);
    }
    if (end === from) return 0;
    // SYNC: as in #take.
    const seen = compareExchange(this.#words, HEAD, head, further(head, end - from, this.capacity, this.#lap));
    return seen === head ? end - from : -1;
  }

  /**
   * Whether `head`, at which the queue is full, is that still. By a step that writes: who is told that there is an item already, and so need not be
   * told, must see what this thread has written before. crossbeam's has a fence there.
   */
  #isStill(head: number): boolean {
    return compareExchange(this.#words, HEAD, head, head) === head;
  }

  /** With a `head` of now. */
  #pushAgain(value: ItemOf<K>): boolean {
    for (let tail = this.#words[TAIL] as number; ; ) {
      // SYNC: pairs with the compare-exchange in #take: the item that this push overwrites was read.
      const head = load(this.#words, HEAD);
      if (((tail - head) | 0) >= this.#lap) {
        // `tail` was read first, and is no less now.
        if (this.#isStill(head)) return false;
        continue;
      }
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
  #popAgain(head: number): ItemOf<K> | undefined {
    for (let round = 0; ; ) {
      if (this.#isEnd(head)) return undefined; // an old `head` cannot be: it never passes `tail`
      const seen = load(this.#words, HEAD);
      if (seen === head) round = this.#lingerAt(head, round);
      head = seen;
      const item = this.#take(head);
      if (item !== undefined) return item;
    }
  }

  /** Lets the push at `head` finish, or passes over it. Until it has, the slot's stamp is one of a lap before, or of no lap at all. */
  #lingerAt(head: number, round: number): number {
    if (!this.#isEarlier(load(this.#words, this.#at(head)), head) && load(this.#words, HEAD) === head) throw corrupt();
    if (round >= LATE && this.#pushers !== null && this.#passOver(head, this.#pushers)) return 0;
    return linger(round);
  }

  /** Whether the slot of `head` may have that stamp: the one of now or of the lap before, of any before if pushes are passed over. */
  #isEarlier(stamp: number, head: number): boolean {
    const before = (head - this.#lap) | 0;
    if ([0, stampOf(head), innerStampOf(head), stampOf(before), innerStampOf(before)].includes(stamp)) return true;
    const isOfSlot = (position: number): boolean => ((position ^ head) & (this.#lap - 1)) === 0;
    return this.#pushers !== null && (isOfSlot(stamp - 1) || isOfSlot(~stamp - 1));
  }

  /**
   * Leaves out the pushes from `head` on whose threads have died, up to the first that has come to its end after all. Answers
   * whether there was one.
   */
  #passOver(head: number, pushers: Pushers): boolean {
    const words = this.#words;
    const end = endOf(head, load(words, TAIL)); // before the question who lives: what is claimed later is not passed
    if (pushers.areAlive || load(words, HEAD) !== head) return false;
    if ((end - head) >>> 0 > this.#lap) throw corrupt();
    nap(); // a thread that had said before that it pushes no more: its stamp is there by now
    let at = head;
    // SYNC: against others who pass them over. The slots are nobody's, and the next pushes there find them as any others.
    while (at !== end && !isStamped(words, this.#at(at), at) && this.#move(at)) at = this.#after(at);
    if (at !== head) pushers.passedOver();
    return at !== head;
  }

  #move(head: number): boolean {
    return compareExchange(this.#words, HEAD, head, this.#after(head)) === head;
  }

  /** Takes the item at `oldest`, unless a pop does: `undefined` then. Its slot is free afterwards. */
  #evict(oldest: number): ItemOf<K> | undefined {
    for (let round = 0; load(this.#words, HEAD) === oldest; round = linger(round)) {
      const item = this.#take(oldest);
      if (item !== undefined) return item;
    }
    return undefined;
  }

  /** How many items are in. */
  get length(): number {
    for (;;) {
      const tail = load(this.#words, TAIL);
      const head = load(this.#words, HEAD);
      if (load(this.#words, TAIL) !== tail) continue; // else both are of the same moment
      // More than `capacity` is the claim of a forcePush that has not evicted yet.
      return Math.min(itemsInLaps(head, endOf(head, tail), this.capacity, this.#lap), this.capacity);
    }
  }

  /** Whether there is no item. */
  get isEmpty(): boolean {
    return this.#isEnd(load(this.#words, HEAD));
  }

  /** Whether `push` would answer false. */
  get isFull(): boolean {
    const tail = load(this.#words, TAIL);
    return ((tail - load(this.#words, HEAD)) | 0) >= this.#lap;
  }
}

/** Words that a queue of this capacity takes. */
function sizeOf(items: ItemKind, capacity: number): number {
  return SLOTS + capacity * (2 << layoutOf(items).wide);
}

function itemsOf<K extends ItemKind>(options: { readonly items?: K }): K {
  checkOptions('options', options, ['items']);
  const { items = 'i32' as K } = options;
  return items;
}
