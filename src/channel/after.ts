import { checkDuration } from '../core/check.js';
import { AfterFlavour } from './flavours/after.js';
import { Receiver } from './receiver.js';

/**
 * A receiver of one value, which is there when some time has passed. Unlike a sleep, it can be waited for again and again,
 * in each round of a loop with `select`, and counts on: a time limit for the whole loop.
 *
 * Corresponds to `crossbeam_channel::after` (whose time is counted from the call).
 *
 * @param ms - the time in milliseconds, counted from when somebody first looks, on the clock of whoever polls. `Infinity`
 * never ends.
 * @returns a receiver of the time at which the value was due, in milliseconds on the clock of `now()`. It is received once;
 * after that the channel stays empty, and open. Dropping it disarms its timers.
 * @throws TypeError when `ms` is not a number, RangeError when it is negative or NaN.
 *
 * @example
 * ```ts
 * import { blockOn, co, select, sleep } from 'reveille';
 * import { after } from 'reveille/channel';
 *
 * const rounds = co(function* () {
 *   using limit = after(50);
 *   for (let n = 0; ; n += 1) {
 *     const first = yield* select({ limit: limit.recv(), work: sleep(1) });
 *     if (first.key === 'limit') return n;
 *   }
 * });
 * console.log(blockOn(rounds) > 0); // true
 * ```
 */
export function after(ms: number): Receiver<number> {
  checkDuration('ms', ms);
  return new Receiver(new AfterFlavour(ms));
}
