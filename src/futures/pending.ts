import { Future } from '../core/future.js';
import { PENDING } from '../core/poll.js';

/**
 * A future that never answers and that nobody wakes. It is a branch of `race` that cannot win; blocking on it alone is a
 * deadlock, and `blockOn` says so.
 *
 * Corresponds to `std::future::pending`.
 *
 * @returns a future of nothing. It holds nothing, so dropping it releases nothing.
 *
 * @example
 * ```ts
 * import { blockOn, pending, race, ready } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * assert.equal(blockOn(race([pending(), ready('won')])), 'won');
 * ```
 */
export function pending<T = never>(): Future<T> {
  return new Pending();
}

class Pending extends Future<never> {
  override poll(): typeof PENDING {
    return PENDING;
  }

  override toString(): string {
    return 'pending';
  }
}
