/**
 * First in, first out, from any number of holders, and nobody ever waits: at the edges a queue answers at once, unlike
 * a channel. Four classes keep this contract; the same tests run over all of them.
 *
 * | | fixed capacity | grows |
 * |---|---|---|
 * | one thread, any value | `ArrayQueue` | `SegQueue` |
 * | any thread, 32-bit words, doubles or 64-bit integers | `SharedArrayQueue` | `SharedSegQueue` |
 *
 * Corresponds to what `crossbeam::queue::ArrayQueue` and `SegQueue` have in common.
 *
 * @typeParam T - the type of the items. `undefined` is none: it is how `pop` says that there is no item.
 *
 * @example
 * ```ts
 * import { ArrayQueue, type Queue, SegQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 *
 * function drain<T>(queue: Queue<T>): T[] {
 *   const items: T[] = [];
 *   for (let item = queue.pop(); item !== undefined; item = queue.pop()) items.push(item);
 *   return items;
 * }
 * for (const queue of [new ArrayQueue<string>(2), new SegQueue<string>()]) {
 *   queue.push('first');
 *   queue.push('second');
 *   assert.deepEqual(drain(queue), ['first', 'second']);
 * }
 * ```
 */
export interface Queue<T> {
  /**
   * Adds an item at the end.
   *
   * @returns whether it fitted; when it did not, nothing changed.
   * @throws TypeError or RangeError, before anything changed, when the queue cannot carry such a value.
   */
  push(value: T): boolean;

  /** Takes the oldest item; `undefined` when there is none. */
  pop(): T | undefined;

  /** How many items are in. With other threads at work it was so a moment ago. */
  readonly length: number;

  /** How many items fit; `Infinity` when there is no limit. */
  readonly capacity: number;

  /** Whether there is no item. */
  readonly isEmpty: boolean;

  /** Whether `push` would answer false. */
  readonly isFull: boolean;
}

/**
 * A queue whose newest item may push out the oldest: what a log of the latest events needs.
 *
 * Corresponds to `crossbeam::queue::ArrayQueue`.
 *
 * @example
 * ```ts
 * import { ArrayQueue, type RingQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 *
 * const latest: RingQueue<number> = new ArrayQueue(2);
 * const lost = [1, 2, 3].map((event) => latest.forcePush(event));
 * assert.deepEqual(lost, [undefined, undefined, 1]);
 * ```
 */
export interface RingQueue<T> extends Queue<T> {
  /**
   * Adds an item at the end; when the queue is full, in place of the oldest.
   *
   * @returns the item that was pushed out, or `undefined` when there was room.
   * @throws TypeError or RangeError, before anything changed, when the queue cannot carry such a value.
   */
  forcePush(value: T): T | undefined;
}
