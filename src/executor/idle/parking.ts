import { Sleeper } from '../../camp/sleeper.js';
import { checkParkOptions, type ParkOptions } from '../../park/park-options.js';
import type { Idle } from './idle.js';
import { OnBell } from './on-bell.js';

/**
 * Parks the thread until a wake from another thread or the next timer: an idle executor uses no processor time. What
 * executors do by default.
 *
 * Corresponds to how `futures::executor` and tokio's current-thread runtime idle.
 *
 * @param options - how long to look for a wake before sleeping.
 * @throws RangeError or TypeError as the `Parker`.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { parking } from 'reveille/executor';
 *
 * new Executor({ idle: parking({ spin: 0 }) }).runUntil(sleep(1));
 * ```
 */
export function parking(options: ParkOptions = {}): Idle {
  return new OnBell(new Sleeper(checkParkOptions(options)));
}
