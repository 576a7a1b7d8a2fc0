import { checkDuration } from '../core/check.js';
import { TickFlavour } from './flavours/tick.js';
import { Receiver } from './receiver.js';

/**
 * A receiver of a value each so many milliseconds, without drift: tick `n` is due `n * ms` after somebody first looked, however
 * late the ones before were received. It holds one tick; of those that were missed, the latest is received.
 *
 * Corresponds to `crossbeam_channel::tick`. See also `interval`, whose first tick is there at once.
 *
 * @param ms - the time between two ticks in milliseconds, greater than 0. `Infinity` never ticks.
 * @returns a receiver of the times at which the ticks were due, in milliseconds on the clock of `now()`. Each tick goes to
 * one of those who wait. Dropping it disarms its timers.
 * @throws TypeError when `ms` is not a number, RangeError when it is 0, negative or NaN.
 *
 * @example
 * ```ts
 * import { blockOn, co } from 'reveille';
 * import { tick } from 'reveille/channel';
 *
 * const elapsed = co(function* () {
 *   using ticks = tick(2);
 *   const first = yield* ticks.recv();
 *   const second = yield* ticks.recv();
 *   return second - first;
 * });
 * console.log(blockOn(elapsed) >= 1.9); // true
 * ```
 */
export function tick(ms: number): Receiver<number> {
  checkDuration('ms', ms);
  if (ms === 0) throw new RangeError('ms: expected more than 0 milliseconds, got 0');
  return new Receiver(new TickFlavour(ms));
}
