import { checkDuration, checkFuture } from '../core/check.js';
import type { Context } from '../core/context.js';
import { PollError, TimeoutError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { type Looker, type Watchful, watch } from '../core/watch.js';
import { Sleep } from './sleep.js';

/**
 * Gives a future a time limit, counted from the first poll. A future that is ready is taken, however late it is looked at.
 *
 * Corresponds to `tokio::time::timeout`.
 *
 * @param future - what to wait for.
 * @param ms - the limit in milliseconds. 0 polls `future` once; Infinity is no limit.
 * @returns a future of the same value, which fails with what `future` fails with, or with {@link TimeoutError} when the
 * limit passed; then `future` is dropped first, and should that fail, its error is the TimeoutError's `cause`. Dropping
 * it drops `future` and the timer. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when `future` is not a future or `ms` not a number, RangeError when `ms` is negative or NaN.
 *
 * @example
 * ```ts
 * import { blockOn, ready, sleep, timeout, TimeoutError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * assert.equal(blockOn(timeout(ready('soon'), 1000)), 'soon');
 * assert.throws(() => blockOn(timeout(sleep(60_000), 1)), TimeoutError);
 * ```
 */
export function timeout<T>(future: Future<T>, ms: number): Future<T> {
  checkFuture('future', future);
  checkDuration('ms', ms);
  return new Timeout(future, ms);
}

class Timeout<T> extends Future<T> implements Watchful {
  /** Null once it is done. */
  #future: Future<T> | null;
  readonly #limit: Sleep;
  readonly #ms: number;

  constructor(future: Future<T>, ms: number) {
    super();
    this.#future = future;
    this.#limit = new Sleep(ms, undefined);
    this.#ms = ms;
  }

  override poll(cx: Context): Poll<T> {
    const future = this.#future;
    if (future === null) throw new PollError(`${this}: was awaited before, and answered, failed or was dropped`);
    let value: Poll<T>;
    try {
      value = future.poll(cx);
    } catch (error) {
      this.#end();
      throw error;
    }
    if (value !== PENDING) this.#end();
    else if (this.#limit.poll(cx) !== PENDING) throw this.#missed(future);
    return value;
  }

  override [Symbol.dispose](): void {
    const future = this.#future;
    this.#end();
    future?.[Symbol.dispose]?.();
  }

  'reveille.watch'(looker: Looker): void {
    watch(this.#future, looker);
  }

  override toString(): string {
    return this.#future === null ? `timeout(${this.#ms} ms)` : `timeout(${this.#future}, ${this.#ms} ms)`;
  }

  #end(): void {
    this.#future = null;
    this.#limit[Symbol.dispose]();
  }

  #missed(future: Future<T>): TimeoutError {
    const message = `${future} was still pending after ${this.#ms} ms`; // asked before it is dropped and forgets
    this.#future = null;
    try {
      future[Symbol.dispose]?.();
    } catch (cause) {
      return new TimeoutError(message, { cause });
    }
    return new TimeoutError(message);
  }
}
