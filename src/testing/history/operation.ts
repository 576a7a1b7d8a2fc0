import { describe } from '../../core/check.js';

/**
 * One operation of a history: who did what, when, and what came of it. A checked run makes them of what its threads
 * {@link record}; {@link linearize} judges them.
 *
 * Times are those of one counter for all threads, of steps or of calls and returns. An operation took effect at some
 * moment from `from` to `to`.
 *
 * Corresponds to an `:invoke` and its `:ok` in Jepsen's histories; Rust's tools have nothing like it.
 *
 * @example
 * ```ts
 * import { linearize, models, type Operation } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const push: Operation = { thread: 0, name: 'push', args: [1], result: true, from: 0, to: 5 };
 * const pop: Operation = { thread: 1, name: 'pop', args: [], result: undefined, from: 2, to: 3 };
 * const late: Operation = { ...pop, from: 6, to: 7 };
 * assert.deepEqual(linearize([push, pop], models.queue()), [pop, push]);
 * assert.equal(linearize([push, late], models.queue()), undefined); // 1 was in for certain
 * ```
 */
export interface Operation {
  /** Which thread did it: 0, 1, ... */
  readonly thread: number;
  /** Its name, which is that of a method of the model. */
  readonly name: string;
  /** What that method is given. */
  readonly args: readonly unknown[];
  /** What it returned, or threw; of no meaning when it never returned. */
  readonly result: unknown;
  /** Whether `result` was thrown; false when left out. */
  readonly threw?: boolean;
  /** When it was called. */
  readonly from: number;
  /** When it returned; `Infinity` when it never did. It may have taken effect, or not. */
  readonly to: number;
}

/** Whether it never returned. */
export const isPending = (operation: Operation): boolean => operation.to === Number.POSITIVE_INFINITY;

/**
 * @throws TypeError when `history` is not an array of operations; RangeError when one returned before it was called.
 */
export function checkHistory(history: readonly Operation[]): void {
  if (!Array.isArray(history)) throw new TypeError(`history: expected an array, got ${describe(history)}`);
  for (const [i, { name, args, from, to }] of (history as readonly Operation[]).entries()) {
    if (typeof name !== 'string' || !Array.isArray(args) || typeof from !== 'number' || typeof to !== 'number') {
      throw new TypeError(`history[${i}]: expected { thread, name, args, result, from, to }`);
    }
    if (!(from <= to)) throw new RangeError(`history[${i}]: expected from <= to, got ${from} and ${to}`);
  }
}
