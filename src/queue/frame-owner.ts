import { checkFunction, checkInteger } from '../core/check.js';

/**
 * Who a thread is to the others on a {@link SharedFrameQueue}, and whom it takes for dead. What a dead thread was in the
 * middle of is undone by whoever comes to it: without this, nobody can tell a dead thread from a slow one.
 *
 * Corresponds to nothing in Rust, where a thread that is gone without unwinding takes the process along.
 *
 * @example
 * ```ts
 * import { type FrameOwner, SharedFrameQueue } from 'reveille/queue';
 *
 * const alive = new Set([1, 2]);
 * const as = (owner: number): FrameOwner => ({ owner, isAlive: (other) => alive.has(other) });
 * const queue = new SharedFrameQueue({ bytes: 1024, ...as(1) });
 * const other = SharedFrameQueue.attach(queue.share(), as(2));
 * other.reserve(8); // and then its thread dies
 * queue.push(new Uint8Array([5]));
 * console.log(queue.pop()); // undefined: the second thread may yet commit
 * alive.delete(2);
 * console.log(queue.pop()); // Uint8Array(1) [ 5 ]
 * ```
 */
export interface FrameOwner {
  /**
   * This thread's number, from 0 to 268,435,455. No other thread that uses the queue may have it, nor a later one before
   * what the earlier left behind was passed; a counter of generations in it does.
   */
  readonly owner: number;
  /**
   * Whether the thread of that number may still do something to the queue. Once the answer is no, it must stay no. It is
   * called while no lock is held, and only when something unfinished of that thread's is in the way.
   */
  readonly isAlive: (owner: number) => boolean;
}

/** The largest number that fits into a state. */
const MOST = 0xfff_ffff;

/** Threads that nobody told apart: never given up. */
const ANYBODY: FrameOwner = { owner: 0, isAlive: () => true };

/** @throws TypeError or RangeError naming the option, when one of the two is missing or wrong. */
export function ownerOf({ owner, isAlive }: Partial<FrameOwner>): FrameOwner {
  if (owner === undefined && isAlive === undefined) return ANYBODY;
  checkInteger('options.owner', owner, 0, MOST);
  checkFunction('options.isAlive', isAlive);
  return { owner: owner as number, isAlive: isAlive as FrameOwner['isAlive'] };
}
