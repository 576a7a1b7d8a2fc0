import { HandleError } from '../core/errors.js';
import { allocateShared, attachShared } from '../core/shared-memory.js';
import type { Waker } from '../core/waker.js';
import { compareExchange, exchange, load, store } from '../platform/index.js';

/** The slot that was queued last; the others follow by their links. */
export const HEAD = 16; // a cache line away from the header, which every attach reads
const FIRST = 32;
const SLOT_WORDS = 2;

/** No slot. */
const NONE = -1;

/** Set in a slot's state while the slot stands in the queue; the generation stands above it. */
export const QUEUED_BIT = 1;

const MIN_SLOTS = 64;
const MAX_SLOTS = 0x10_0000;

const wordsFor = (slots: number): number => FIRST + slots * SLOT_WORDS;

/** Where a slot's state stands: its generation, shifted by one, and {@link QUEUED_BIT}. */
export const stateOf = (slot: number): number => FIRST + slot * SLOT_WORDS;

/** Where a slot's link stands: the slot queued before it. */
export const linkOf = (slot: number): number => stateOf(slot) + 1;

export const MIN_WORDS: number = /* @__PURE__ */ wordsFor(MIN_SLOTS);

/**
 * The wake queue, where wakes from other threads meet the executor: Treiber's stack (1986), linked through the slots of
 * the tasks themselves, which the executor takes whole and reverses. A slot is in it at most once, so a wake neither
 * allocates nor overflows nor fails; and since nobody pops single entries, Treiber's ABA problem does not arise.
 *
 * ```text
 *   word   0 magic  1 version        16 head: a slot, or -1
 *         32 + 2s: state of slot s (generation << 1 | queued)     33 + 2s: link
 * ```
 *
 * A ring of task ids with a capacity, as in Blog OS, would have to refuse a wake when it is full.
 */
export class WakeQueue {
  readonly buffer: SharedArrayBuffer = allocateShared('wake', wordsFor(MIN_SLOTS), wordsFor(MAX_SLOTS));
  #words: Int32Array = attachShared('buffer', this.buffer, 'wake', MIN_WORDS);
  /** Whom each slot wakes; undefined for a free slot, and for one whose task ended while it was queued. */
  readonly #wakers: (Waker | undefined)[] = [];
  readonly #free: number[] = [];
  #size = 0;
  /** What `drain` took, the latest first; empty between two drains, unless an observer threw. */
  readonly #taken: number[] = [];

  constructor() {
    store(this.#words, HEAD, NONE);
  }

  /** Whether nothing was queued by other threads. */
  get isEmpty(): boolean {
    return load(this.#words, HEAD) === NONE && this.#taken.length === 0;
  }

  /** How many tasks have a slot. */
  get size(): number {
    return this.#size;
  }

  /**
   * A slot for a task.
   *
   * @throws RangeError when a million tasks have one.
   */
  register(waker: Waker): number {
    const slot = this.#free.pop() ?? this.#append();
    this.#wakers[slot] = waker;
    this.#size += 1;
    return slot;
  }

  generation(slot: number): number {
    return load(this.#words, stateOf(slot)) >> 1;
  }

  /** Gives a slot back; wakes for its task do nothing from now on. */
  release(slot: number): void {
    this.#wakers[slot] = undefined;
    this.#size -= 1;
    const current = load(this.#words, stateOf(slot)) & ~QUEUED_BIT;
    const next = (current + 2) | 0; // wraps after 2^31 tasks in one slot: no handle lives that long
    // SYNC: pairs with the CAS in SharedWaker.wake. If it is queued, it stays queued under the new generation, so that
    // nobody links it a second time; `drain` frees it.
    if (compareExchange(this.#words, stateOf(slot), current, next) === current) this.#free.push(slot);
    else store(this.#words, stateOf(slot), next | QUEUED_BIT);
  }

  /** Wakes all tasks that were queued, in the order in which they were. */
  drain(): void {
    // SYNC: takes the whole stack; pairs with the CAS on HEAD in SharedWaker.wake, which wrote the links before.
    this.#follow(exchange(this.#words, HEAD, NONE));
    for (let slot = this.#taken.pop(); slot !== undefined; slot = this.#taken.pop()) {
      const waker = this.#wakers[slot];
      const state = load(this.#words, stateOf(slot));
      if ((state & QUEUED_BIT) === 0) throw corrupt();
      // SYNC: the bit is cleared before the task is polled: a wake from now on queues it again (no wake-up is lost).
      store(this.#words, stateOf(slot), state & ~QUEUED_BIT);
      if (waker === undefined) this.#free.push(slot);
      else waker.wakeByRef();
    }
  }

  /**
   * Wakes the tasks whose slot is marked as queued and stands in no queue. Called when the bell rang and nothing was
   * queued: a thread that was terminated in the middle of a wake leaves such a slot, and the next wake of that task, which
   * finds it marked, can do no more than ring. (One whose thread is still on its way is woken once for nothing.)
   */
  repair(): void {
    for (const [slot, waker] of this.#wakers.entries()) {
      if (waker !== undefined && (load(this.#words, stateOf(slot)) & QUEUED_BIT) !== 0) waker.wakeByRef();
    }
  }

  /** Whom the queued slots wake, latest first; for a snapshot. */
  *queued(): Generator<Waker> {
    const slots = this.#wakers.length;
    let slot = load(this.#words, HEAD);
    for (let left = slots; left > 0 && slot >= 0 && slot < slots; left -= 1) {
      const waker = this.#wakers[slot];
      if (waker !== undefined) yield waker;
      slot = load(this.#words, linkOf(slot));
    }
  }

  /**
   * Copies the links out: in shared memory they could change between two looks, and reversing them there would cost two
   * more atomic operations a slot.
   */
  #follow(head: number): void {
    const slots = this.#wakers.length;
    for (let slot = head, left = slots; slot !== NONE; slot = load(this.#words, linkOf(slot)), left -= 1) {
      // A queue that a rogue thread bent into a ring must end in an error, not in a hang.
      if (left === 0 || slot < 0 || slot >= slots) throw corrupt();
      this.#taken.push(slot);
    }
  }

  #append(): number {
    const slot = this.#wakers.length;
    if (slot >= MAX_SLOTS)
      throw new RangeError(`share: at most ${MAX_SLOTS} tasks of an executor can be shared at a time`);
    const bytes = wordsFor(slot + 1) * 4;
    if (bytes > this.buffer.byteLength) {
      this.buffer.grow(wordsFor(Math.min(slot * 2, MAX_SLOTS)) * 4);
      this.#words = new Int32Array(this.buffer, 0, this.buffer.byteLength >> 2);
    }
    this.#wakers.push(undefined);
    return slot;
  }
}

function corrupt(): Error {
  return new HandleError('wake queue: the shared memory was overwritten by something else');
}
