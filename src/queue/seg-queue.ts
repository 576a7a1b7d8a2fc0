import type { Queue } from './contract.js';
import { checkItem } from './item.js';

/** Slots of the first segment: a queue of few items stays small. */
const FIRST = 32;
/** Slots of the largest segments, which a long queue consists of. */
const LARGEST = 1024;

/**
 * A queue without limit for the values of one thread: a list of segments, so that growing copies nothing and a long
 * queue gives its memory back as it drains. (A ring that doubles copies all items and keeps its largest size.)
 *
 * ```
 *   head segment              tail segment
 *   [. . . c d e f g] ------> [h i j . . . . .]     spare: [. . . . . . . .]
 *          ^start                    ^end
 * ```
 *
 * One drained segment is kept as a spare. At a steady depth the head leaves one segment for each that the tail enters,
 * so one spare is enough for `push` and `pop` to allocate nothing.
 *
 * Dropping the queue needs nothing; a popped item is no longer referenced.
 *
 * Corresponds to `crossbeam::queue::SegQueue`; for several threads see `SharedSegQueue`.
 *
 * @typeParam T - the type of the items; anything but `undefined`.
 *
 * @example
 * ```ts
 * import { SegQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 *
 * const queue = new SegQueue<number>();
 * for (let i = 0; i < 10_000; i += 1) queue.push(i);
 * assert.equal(queue.length, 10_000);
 * assert.equal(queue.pop(), 0);
 * ```
 */
export class SegQueue<T> implements Queue<T> {
  #head: Segment<T> = new Segment(FIRST);
  #tail: Segment<T> = this.#head;
  #spare: Segment<T> | undefined;
  #start = 0;
  #end = 0;
  #length = 0;

  /**
   * Adds an item at the end.
   *
   * @returns true: there is always room.
   * @throws TypeError when `value` is `undefined`.
   */
  push(value: T): boolean {
    if (value === undefined) checkItem(value);
    const end = this.#end;
    if (end === this.#tail.slots.length) return this.#extend(value);
    this.#tail.slots[end] = value;
    this.#end = end + 1;
    this.#length += 1;
    return true;
  }

  /** Takes the oldest item; `undefined` when the queue is empty. */
  pop(): T | undefined {
    const length = this.#length;
    if (length === 0) return undefined;
    const slots = this.#head.slots;
    const start = this.#start;
    const value = slots[start];
    slots[start] = undefined; // or the segment would keep the item alive
    this.#start = start + 1;
    this.#length = length - 1;
    if (length === 1) this.#start = this.#end = 0;
    else if (start + 1 === slots.length) this.#retire();
    return value;
  }

  /** Links another segment and puts the item there. */
  #extend(value: T): boolean {
    const size = Math.min(2 * this.#tail.slots.length, LARGEST);
    const segment = this.#spare ?? new Segment<T>(size);
    this.#spare = undefined;
    this.#tail.next = segment;
    this.#tail = segment;
    this.#end = 0;
    return this.push(value);
  }

  /** Leaves the head segment, whose items are all popped. There is a next one, since items are left. */
  #retire(): void {
    const old = this.#head;
    this.#head = old.next as Segment<T>;
    this.#start = 0;
    old.next = undefined;
    if (this.#spare === undefined || this.#spare.slots.length < old.slots.length) this.#spare = old;
  }

  /** How many items are in. */
  get length(): number {
    return this.#length;
  }

  /** `Infinity`: there is always room. */
  get capacity(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Whether there is no item. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Never. */
  get isFull(): boolean {
    return false;
  }
}

class Segment<T> {
  readonly slots: (T | undefined)[];
  next: Segment<T> | undefined = undefined;

  constructor(size: number) {
    this.slots = new Array<T | undefined>(size).fill(undefined);
  }
}
