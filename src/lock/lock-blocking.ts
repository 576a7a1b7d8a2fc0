import { blockOn } from '../block-on/index.js';
import type { Spin } from '../camp/spin.js';
import { DeadlockError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, type Wanted } from './acquire.js';

/**
 * Looks at most before a thread sleeps that waits for a lock: a lock is held for less than a thread needs to sleep and wake
 * up.
 */
export const LOOKS = 32;

const FOREVER = Number.POSITIVE_INFINITY;
const OWN = 'this thread has it itself';

/**
 * Blocks until it is there: looks for a bounded time, and then sleeps.
 *
 * @param start - makes what it then blocks on.
 */
export function lockBlocking<T>(
  wanted: Wanted<T>,
  spin: Spin,
  options: WaitOptions | undefined,
  start: () => Future<T> = () => new Acquire(wanted),
): T {
  const future = options === undefined ? undefined : underOptions(options, start); // what is wrong with them is said first
  if (options?.signal?.aborted !== true) {
    const value = look(wanted, spin);
    if (value !== undefined) return value;
    if (wanted.isOwn && (options?.timeout ?? FOREVER) === FOREVER) {
      wanted.giveUp?.();
      throw new DeadlockError(`${wanted.name}: nobody is left who could end the wait: ${wanted.reason ?? OWN}`);
    }
  }
  return blockOn(future ?? start());
}

function look<T>(wanted: Wanted<T>, spin: Spin): T | undefined {
  for (let looks = 0; looks < spin.limit; looks += 1) {
    const value = wanted.isOpen ? wanted.take() : undefined;
    if (value !== undefined && spin.worthIt(looks)) return value;
    spin.pause(looks);
  }
  spin.inVain();
  return undefined;
}
