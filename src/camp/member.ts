import { HandleError } from '../core/errors.js';
import type { Waker, WakerHandle } from '../core/waker.js';
import { add, and, compareExchange, exchange, load, store } from '../platform/index.js';
import { endMember } from './ending.js';
import { wordOf } from './fellow-word.js';
import type { Ground } from './ground.js';
import {
  againOf,
  BLOCK_SLOTS,
  bellOf,
  blocksIn,
  epochOf,
  FIRST_SLOT,
  headOf,
  linkOf,
  MANY,
  NONE,
  newsOf,
  ownerOf,
  parentOf,
  probeOf,
  QUEUED_BIT,
  SLOT_BITS,
  stateOf,
  threadOf,
  underWay,
  usedOf,
} from './layout.js';
import { Locals } from './locals.js';
import { EMPTY } from './token.js';

const LOCAL = BLOCK_SLOTS - 1;

/**
 * A thread's part in a camp: its record and its slots, and the stack where wakes from other threads meet it: Treiber's
 * (1986), linked through the slots themselves, which the thread takes whole and reverses. A slot is in it at most once, so
 * a wake neither allocates nor overflows nor fails; and since nobody pops single entries, Treiber's ABA problem does not
 * arise.
 *
 * A ring of task ids with a capacity, as in Blog OS, would have to refuse a wake when it is full.
 */
export class Member {
  readonly ground: Ground;
  readonly record: number;
  /** What this thread has of the structures that the camp's threads share. */
  readonly locals = new Locals();
  /** Which of the record's successive threads this is. */
  readonly epoch: number;
  /** Whom the slots of each block wake; undefined for a free slot, and for one whose task ended while it was queued. */
  readonly #wakers = new Map<number, (Waker | undefined)[]>();
  readonly #free: number[] = [];
  /** The next slot that was not given out yet, and the end of its block. */
  #next: number;
  #end: number;
  readonly #thread: number;
  #size = 0;
  #left = false;
  /** What `drain` took, the latest first; empty between two drains, unless an observer threw. */
  readonly #taken: number[] = [];

  /**
   * Joins a camp: takes a record there.
   *
   * @param news - woken when another thread has ended.
   * @throws RangeError when the camp is full.
   */
  constructor(ground: Ground, thread: number, parent: number, news: Waker) {
    this.ground = ground;
    const record = ground.take(underWay(thread));
    this.record = record;
    this.#thread = thread;
    const { words } = ground;
    store(words, threadOf(record), thread);
    store(words, bellOf(record), EMPTY); // the stack is left as it is: who died may have left slots in it
    store(words, againOf(record), NONE);
    store(words, parentOf(record), parent);
    this.#next = newsOf(record) + 1;
    this.#end = (record + 1) << SLOT_BITS;
    this.#own(record);
    store(words, usedOf(record), FIRST_SLOT + 1);
    this.#set(newsOf(record), news);
    store(words, ownerOf(record), record + 1); // what is to be cleared when it dies is all there
    this.epoch = (load(words, epochOf(record)) + 1) | 0;
    // SYNC: last, for from now on the thread lives, and whoever says that it ended looks at what stands above.
    store(words, epochOf(record), this.epoch);
  }

  /** This thread, in one word. */
  get word(): number {
    return wordOf(this.record, this.epoch);
  }

  /** Ends the membership: everything goes back, and what is still done with its slots does nothing. */
  leave(): void {
    this.#left = true;
    endMember(this.ground, this.record, this.#thread, this.word);
  }

  /**
   * Whether that is the memory of this membership. Memory that was posted comes as another object, so what is written
   * through the one is looked for in the other.
   */
  isIn(ground: Ground): boolean {
    if (ground.buffer === this.ground.buffer) return true;
    const at = probeOf(this.record);
    if (at >= ground.words.length) return false;
    const seen = load(ground.words, at);
    return add(this.ground.words, at, 1) === seen && load(ground.words, at) === ((seen + 1) | 0);
  }

  /** Whether nothing was queued by other threads. */
  get isEmpty(): boolean {
    const { words } = this.ground;
    return (
      load(words, headOf(this.record)) === NONE &&
      load(words, againOf(this.record)) === NONE &&
      this.#taken.length === 0
    );
  }

  /** How many slots are in use, apart from the one for news. */
  get size(): number {
    return this.#size;
  }

  /**
   * A slot for a task.
   *
   * @throws RangeError when the camp is full.
   */
  register(waker: Waker): number {
    const slot = this.#free.pop() ?? this.#fresh();
    this.#set(slot, waker);
    this.#size += 1;
    return slot;
  }

  /** By what other threads wake the one who has that slot, or had it so many others ago. */
  handle(slot: number, ago = 0): WakerHandle {
    return { buffer: this.ground.buffer, slot, generation: this.generation(slot) - ago };
  }

  /** What wakes nobody. */
  stale(): WakerHandle {
    return this.handle(newsOf(this.record), 1);
  }

  generation(slot: number): number {
    return load(this.ground.words, stateOf(slot)) >> 1;
  }

  /**
   * Gives a slot back; wakes for its task do nothing from now on.
   *
   * @throws HandleError when it is not this thread's, whose number was read in memory that was overwritten.
   */
  release(slot: number): void {
    const { words } = this.ground;
    this.#set(slot, undefined);
    this.#size -= 1;
    if (this.#left) return; // it may be another thread's by now
    const current = load(words, stateOf(slot)) & ~QUEUED_BIT;
    const next = (current + 2) | 0; // wraps after 2^31 tasks in one slot: no handle lives that long
    // SYNC: pairs with the CAS in wakeSlot. If it is queued, it stays queued under the new generation, so that nobody
    // links it a second time; `drain` frees it.
    if (compareExchange(words, stateOf(slot), current, next) === current) this.#free.push(slot);
    else store(words, stateOf(slot), next | QUEUED_BIT);
  }

  /** Wakes all tasks that were queued, in the order in which they were. */
  drain(): void {
    const { words } = this.ground;
    const note = againOf(this.record);
    const again = load(words, note) === NONE ? NONE : exchange(words, note, NONE);
    // SYNC: takes the whole stack; pairs with the CAS on the head in wakeSlot, which wrote the links before.
    this.#follow(exchange(words, headOf(this.record), NONE));
    for (let slot = this.#taken.pop(); slot !== undefined; slot = this.#taken.pop()) {
      const waker = this.#wakers.get(slot >> SLOT_BITS)?.[slot & LOCAL];
      // SYNC: the bit is cleared before the task is polled: a wake from now on queues it again (no wake-up is lost). Not by a store, which
      // would not read what wakes wrote there: this way all that was written before them is seen.
      const state = and(words, stateOf(slot), ~QUEUED_BIT);
      if ((state & QUEUED_BIT) === 0) this.#fail();
      if (waker === undefined) this.#regain(slot);
      else waker.wakeByRef();
    }
    if (again === MANY) this.repair();
    else if (again !== NONE) this.#repair(again);
  }

  /**
   * Wakes the tasks whose slot is marked as queued and stands in no stack: a thread that was terminated in the middle of a wake
   * leaves such a slot, and the next wake of that task, which finds it marked, can do no more than say so. (One whose thread
   * is still on its way is woken once for nothing.)
   */
  repair(): void {
    for (const [block, wakers] of this.#wakers) {
      for (const local of wakers.keys()) this.#repair((block << SLOT_BITS) + local);
    }
  }

  #repair(slot: number): void {
    const waker = this.#wakers.get(slot >> SLOT_BITS)?.[slot & LOCAL];
    if (waker !== undefined && (load(this.ground.words, stateOf(slot)) & QUEUED_BIT) !== 0) waker.wakeByRef();
  }

  /** Whom the queued slots wake, latest first; for a snapshot. */
  *queued(): Generator<Waker> {
    const { words } = this.ground;
    const end = blocksIn(words) << SLOT_BITS;
    let slot = load(words, headOf(this.record));
    for (let left = end; left > 0 && slot > NONE && slot < end; left -= 1) {
      const waker = this.#wakers.get(slot >> SLOT_BITS)?.[slot & LOCAL];
      if (waker !== undefined) yield waker;
      slot = load(words, linkOf(slot));
    }
  }

  /**
   * Copies the links out: in shared memory they could change between two looks, and reversing them there would cost two
   * more atomic operations a slot.
   */
  #follow(head: number): void {
    const { words } = this.ground;
    const end = blocksIn(words) << SLOT_BITS;
    for (let slot = head, left = end; slot !== NONE; slot = load(words, linkOf(slot)), left -= 1) {
      // A stack that a rogue thread bent into a ring must end in an error, not in a hang.
      if (left === 0 || slot < 0 || slot >= end) this.#fail();
      this.#taken.push(slot);
    }
  }

  /**
   * Nobody waits in a slot that was queued: it is free, if it is this thread's. Else it was of a thread that died, as is
   * one in this thread's blocks that was not given out yet, and will be in its turn.
   */
  #regain(slot: number): void {
    const isFresh = slot >= this.#next && slot < this.#end;
    if (!isFresh && this.#wakers.has(slot >> SLOT_BITS)) this.#free.push(slot);
  }

  #set(slot: number, waker: Waker | undefined): void {
    const wakers = this.#wakers.get(slot >> SLOT_BITS);
    if (wakers === undefined) throw new HandleError(`slot: ${slot} is not one of this thread's: it was overwritten`);
    wakers[slot & LOCAL] = waker;
  }

  /** A slot that this thread has not given out yet. One that is marked is still on its way from a thread to another. */
  #fresh(): number {
    for (;;) {
      while (this.#next < this.#end) {
        const slot = this.#next++;
        store(this.ground.words, usedOf(slot >> SLOT_BITS), (slot & LOCAL) + 1);
        if ((load(this.ground.words, stateOf(slot)) & QUEUED_BIT) === 0) return slot;
      }
      const block = this.ground.take(this.record + 1);
      this.#own(block);
      this.#next = (block << SLOT_BITS) + FIRST_SLOT;
      this.#end = (block + 1) << SLOT_BITS;
    }
  }

  #own(block: number): void {
    store(this.ground.words, usedOf(block), FIRST_SLOT);
    this.#wakers.set(block, []);
  }

  #fail(): never {
    this.#taken.length = 0; // what this names may be anything
    throw new HandleError('wake queue: the shared memory was overwritten by something else');
  }
}
