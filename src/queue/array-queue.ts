import { checkInteger } from '../core/check.js';
import type { RingQueue } from './contract.js';
import { checkItem } from './item.js';

/** The largest array that V8 lays out as one block. */
const MOST = 0x200_0000;
/** Mask of a position. */
const POSITIONS = 0x3fff_ffff;

/**
 * A queue of fixed capacity for the values of one thread: a ring in one array, allocated once, so that `push` and `pop`
 * never allocate.
 *
 * ```
 *   slots   . . c d e f . .      head = 2, tail = 6: the positions of the next pop and of the next push
 *               ^       ^        mask = 7: position & mask is the slot
 *             head    tail
 * ```
 *
 * The array's length is a power of two, so that a mask does what would else be a division or a compare. Positions go on
 * and on (modulo 2^30, small enough for every engine's small integers), so full and empty differ with no slot left free.
 *
 * Dropping the queue needs nothing; a popped item is no longer referenced.
 *
 * Corresponds to `crossbeam::queue::ArrayQueue`; for several threads see `SharedArrayQueue`.
 *
 * @typeParam T - the type of the items; anything but `undefined`.
 *
 * @example
 * ```ts
 * import { ArrayQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 *
 * const queue = new ArrayQueue<string>(1);
 * assert.equal(queue.push('a'), true);
 * assert.equal(queue.push('b'), false); // full: answers at once
 * assert.equal(queue.forcePush('c'), 'a'); // replaces the oldest
 * assert.equal(queue.pop(), 'c');
 * assert.equal(queue.pop(), undefined);
 * ```
 */
export class ArrayQueue<T> implements RingQueue<T> {
  // Declared rather than #private, so that each is assigned once: where V8 knows the queue it takes them for constants
  // then, which saves a fifth of the time. A field that is not declared so is assigned twice, first undefined.
  /** How many items fit, exactly as asked for. */
  declare readonly capacity: number;
  declare private readonly slots: (T | undefined)[];
  declare private readonly mask: number;
  #head = 0;
  #tail = 0;

  /**
   * @param capacity - how many items fit: a whole number from 1 to 33,554,432.
   * @throws TypeError or RangeError when `capacity` is anything else.
   */
  constructor(capacity: number) {
    checkInteger('capacity', capacity, 1, MOST);
    const size = 1 << (32 - Math.clz32(capacity - 1)); // not 2 ** n, whose result V8 keeps as a double
    this.capacity = capacity;
    this.slots = new Array<T | undefined>(size).fill(undefined);
    this.mask = size - 1;
  }

  /**
   * Adds an item at the end.
   *
   * @returns whether there was room.
   * @throws TypeError when `value` is `undefined`.
   */
  push(value: T): boolean {
    if (value === undefined) checkItem(value);
    const tail = this.#tail;
    if (((tail - this.#head) & POSITIONS) === this.capacity) return false;
    this.slots[tail & this.mask] = value;
    this.#tail = (tail + 1) & POSITIONS;
    return true;
  }

  /**
   * Adds an item at the end; when the queue is full, in place of the oldest.
   *
   * @returns the item that was pushed out, or `undefined` when there was room.
   * @throws TypeError when `value` is `undefined`.
   */
  forcePush(value: T): T | undefined {
    checkItem(value);
    const oldest = this.isFull ? this.pop() : undefined;
    this.push(value);
    return oldest;
  }

  /** Takes the oldest item; `undefined` when the queue is empty. */
  pop(): T | undefined {
    const head = this.#head;
    if (head === this.#tail) return undefined;
    const at = head & this.mask;
    const value = this.slots[at];
    this.slots[at] = undefined; // or the ring would keep the item alive for a whole lap
    this.#head = (head + 1) & POSITIONS;
    return value;
  }

  /** How many items are in. */
  get length(): number {
    return (this.#tail - this.#head) & POSITIONS;
  }

  /** Whether there is no item. */
  get isEmpty(): boolean {
    return this.#head === this.#tail;
  }

  /** Whether `push` would answer false. */
  get isFull(): boolean {
    return this.length === this.capacity;
  }
}
