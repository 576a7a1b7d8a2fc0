import { checkFunction } from '../core/check.js';
import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { usedUp } from './used-up.js';

/**
 * A future from its `poll` function alone: the shortest way to write one by hand.
 *
 * Corresponds to `std::future::poll_fn`.
 *
 * @param fn - called at each poll; answers the value, or `PENDING` after having arranged that `cx.waker`, or a clone of
 * it, is woken when polling again is worth while.
 * @returns a future of the first value that is not `PENDING`; it fails with what `fn` throws. Polling it after that, or
 * from within `fn`, throws {@link PollError}. Dropping it drops `fn`; a clone of a waker that `fn` keeps is for `fn`'s
 * owner to drop.
 * @throws TypeError when `fn` is not a function.
 *
 * @example
 * ```ts
 * import { blockOn, PENDING, pollFn } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * let polls = 0;
 * const third = pollFn((cx) => {
 *   polls += 1;
 *   if (polls === 3) return 'third time lucky';
 *   cx.waker.wakeByRef();
 *   return PENDING;
 * });
 * assert.equal(blockOn(third), 'third time lucky');
 * ```
 */
export function pollFn<T>(fn: (cx: Context) => Poll<T>): Future<T> {
  checkFunction('fn', fn);
  return new PollFn(fn);
}

class PollFn<T> extends Future<T> {
  #fn: ((cx: Context) => Poll<T>) | null;

  constructor(fn: (cx: Context) => Poll<T>) {
    super();
    this.#fn = fn;
  }

  override poll(cx: Context): Poll<T> {
    const fn = this.#fn;
    if (fn === null) throw usedUp(this);
    // Put away during the call and back only when pending: two stores cost less than a `try` and a flag, and they
    // cover the answer, the error and a poll from within.
    this.#fn = null;
    const value = fn(cx);
    if (value === PENDING) this.#fn = fn;
    return value;
  }

  override [Symbol.dispose](): void {
    this.#fn = null;
  }

  override toString(): string {
    return `pollFn ${this.#fn?.name ?? ''}`.trimEnd();
  }
}
