import { standIn } from '../core/stand-in.js';
import { now as platformNow } from '../platform/index.js';

/**
 * The time on the clock that `sleepUntil` counts by. While a `TestExecutor` of `reveille/testing` runs, that is its
 * virtual time.
 *
 * Corresponds to `std::time::Instant::now`.
 *
 * @returns milliseconds since an arbitrary start, with fractions. It never goes back, unlike the time of day.
 *
 * @example
 * ```ts
 * import { blockOn, now, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const start = now();
 * blockOn(sleep(5));
 * assert.ok(now() - start >= 5);
 * ```
 */
export function now(): number {
  return standIn.on === undefined ? platformNow() : standIn.on.now();
}
