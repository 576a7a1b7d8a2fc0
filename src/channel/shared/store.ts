import type { Pushers } from '../../queue/pushers.js';
import type { Batch } from '../flavour.js';

/**
 * Where the values of a channel between threads stand: a queue that can be closed. The two queues of numbers are
 * such stores as they are.
 */
export interface Store<T> {
  /** Adds a value at the end; answers whether it fitted and the store is open. */
  push(value: T): boolean;
  /** Throws what `push` would throw of the value, and adds nothing; where values are not numbers. */
  check?(value: T): void;
  /** Adds values at the end until one does not fit; answers how many did. */
  pushMany(values: Batch<T>): number;
  /** Takes the oldest value; `undefined` when there is none. */
  pop(): T | undefined;
  /**
   * Whether a pop would find something at once, by a look that leaves alone the cache lines that senders write with each push.
   * False may be out of date, or conceal that the store is closed.
   */
  readonly hasNext?: boolean;
  /** Takes the oldest value, unread; answers whether there was one. Where to read it is more than to take it. */
  discard?(): boolean;
  /**
   * Takes the oldest values into a typed array, as many as there are and fit; answers how many.
   *
   * @throws TypeError when it is not that of the values' kind.
   */
  popInto(into: Batch<T>): number;
  readonly length: number;
  readonly capacity: number;
  /** Whether the value that was refused last would be refused again. */
  readonly isFull: boolean;
  /**
   * Whether a value as long as the last one leaves the bytes for any other: where values differ in length, a place for one
   * more is not enough for who has the turn.
   */
  readonly isRoomy?: boolean;
  /** Whether a value is in that cannot be taken yet, once no other is left; where that can be. */
  readonly isHeld?: boolean;
  /** How many could be taken now, where that is not `length`. */
  readonly ready?: number;
  /**
   * A step that writes at the word by which each push, or pop, claims its place, and changes nothing there. Who pushes or pops after it sees all that
   * this thread has written before, though he look at it plainly; and what was claimed before it, this thread sees. To be taken before a look after
   * which somebody sleeps. Where they are not claimed in this way there is none.
   */
  meetPushes?(): void;
  meetPops?(): void;
  /** Where a thread that dies in the midst of a push is in the way of those behind it: who knows about that. */
  lookAfter?(pushers: Pushers): void;
  /** No push succeeds from now on. */
  close(): void;
  readonly isClosed: boolean;
}
