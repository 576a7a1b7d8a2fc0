import { checkFunction } from '../core/check.js';
import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { usedUp } from './used-up.js';

/**
 * A future that computes its value when it is first polled, and so not at all when nobody awaits it.
 *
 * Corresponds to `futures::future::lazy`.
 *
 * @param fn - called once, at the first poll, with its context.
 * @returns a future of what `fn` returns; it fails with what `fn` throws. Polling it again throws {@link PollError};
 * dropping it before the first poll means that `fn` is never called.
 * @throws TypeError when `fn` is not a function.
 *
 * @example
 * ```ts
 * import { blockOn, lazy } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const log: string[] = [];
 * const future = lazy(() => log.push('computed'));
 * log.push('made');
 * blockOn(future);
 * assert.deepEqual(log, ['made', 'computed']);
 * ```
 */
export function lazy<T>(fn: (cx: Context) => T): Future<T> {
  checkFunction('fn', fn);
  return new Lazy(fn);
}

class Lazy<T> extends Future<T> {
  #fn: ((cx: Context) => T) | null;

  constructor(fn: (cx: Context) => T) {
    super();
    this.#fn = fn;
  }

  override poll(cx: Context): T {
    const fn = this.#fn;
    if (fn === null) throw usedUp(this);
    this.#fn = null; // before the call: one that throws is used up too
    return fn(cx);
  }

  override [Symbol.dispose](): void {
    this.#fn = null;
  }

  override toString(): string {
    return `lazy ${this.#fn?.name ?? ''}`.trimEnd();
  }
}
