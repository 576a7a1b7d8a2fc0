import { blockOn } from '../block-on/index.js';
import { DeadlockError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, type Wanted } from './acquire.js';
import type { Spin } from './spin.js';

/**
 * Blocks until it is there: looks for a bounded time, since a lock is held for less than a thread needs to sleep and wake up, and
 * then sleeps.
 *
 * @param future - what it then blocks on.
 */
export function lockBlocking<T>(
  wanted: Wanted<T>,
  spin: Spin,
  options: WaitOptions | undefined,
  future: Future<T> = underOptions(options, () => new Acquire(wanted)),
): T {
  if (options?.signal?.aborted !== true) {
    const value = spin.until(() => (wanted.isOpen ? wanted.take() : undefined));
    if (value !== undefined) return value;
    if (wanted.isOwn) {
      throw new DeadlockError(`${wanted.name}: this thread has it, so nobody is left who could unlock it`);
    }
  }
  return blockOn(future);
}
