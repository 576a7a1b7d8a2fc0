import { DEFAULT_SPIN } from '../camp/sleeper.js';
import { checkInteger, checkOptions } from '../core/check.js';

/**
 * How a thread waits before it sleeps.
 *
 * @example
 * ```ts
 * import { Parker, type ParkOptions } from 'reveille/park';
 *
 * const atOnce: ParkOptions = { spin: 0 };
 * console.log(new Parker(atOnce).parkTimeout(1)); // false
 * ```
 */
export interface ParkOptions {
  /**
   * How often to look at the state word, at most, before going to sleep (looks of about 8 ns; 2,000 by default). Waking
   * a sleeping thread costs 5 to 50 us, a looking one 0.05 us. The bound adapts: it shrinks towards `spin / 64` while
   * looking turns out useless, so an idle thread costs nothing. 0 sleeps at once.
   */
  readonly spin?: number;
}

/**
 * Answers how often to look.
 *
 * @throws RangeError or TypeError when `options.spin` is not a whole number from 0 to 1,000,000.
 */
export function checkParkOptions(options: ParkOptions): number {
  checkOptions('options', options, ['spin']);
  const { spin = DEFAULT_SPIN } = options;
  checkInteger('options.spin', spin, 0, 1_000_000);
  return spin;
}
