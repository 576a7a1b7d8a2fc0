import { Sleeper } from '../../camp/sleeper.js';
import type { Idle } from './idle.js';
import { OnBell } from './on-bell.js';

/**
 * Sleeps on the thread's bell as on a `bounded(1)` channel, which is what it is: a wake tries to send, and skips when the
 * channel is full, for then the news is there already. It receives or sleeps, and never looks. A signal can be left over
 * from a wake that a round has served; one round too many follows, harmlessly.
 *
 * Corresponds to an executor that sleeps on `crossbeam::channel::bounded(1)`.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { channel } from 'reveille/executor';
 *
 * new Executor({ idle: channel() }).runUntil(sleep(1));
 * ```
 */
export function channel(): Idle {
  return new OnBell(new Sleeper(0));
}
