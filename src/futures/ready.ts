import { Future } from '../core/future.js';
import { NOTHING } from '../core/suspend.js';
import { usedUp } from './used-up.js';

/**
 * A future that has its value already: in `co` it is taken without suspending.
 *
 * Corresponds to `std::future::ready`.
 *
 * @param value - what it answers, once.
 * @returns a future of `value`. Polling it again throws {@link PollError}; dropping it forgets the value.
 *
 * @example
 * ```ts
 * import { blockOn, type Future, ready } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const cache = new Map([['a', 1]]);
 * const lookUp = (key: string): Future<number | undefined> => ready(cache.get(key));
 * assert.equal(blockOn(lookUp('a')), 1);
 * ```
 */
export function ready<T>(value: T): Future<T> {
  return new Ready(value);
}

class Ready<T> extends Future<T> {
  /** One field is the value and whether it is still there. */
  #value: T | typeof NOTHING;

  constructor(value: T) {
    super();
    this.#value = value;
  }

  override poll(): T {
    const value = this.#value;
    if (value === NOTHING) throw usedUp(this);
    this.#value = NOTHING;
    return value;
  }

  override [Symbol.dispose](): void {
    this.#value = NOTHING;
  }

  override toString(): string {
    return 'ready';
  }
}
