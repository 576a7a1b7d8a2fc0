import { checkDuration, checkFuture } from '../core/check.js';
import type { Future } from '../core/future.js';
import { ParkedBlocker } from './parked-blocker.js';

/**
 * How {@link blockOn} waits.
 *
 * @example
 * ```ts
 * import { blockOn, type BlockOnOptions, sleep } from 'reveille';
 *
 * const options: BlockOnOptions = { timeout: 1_000 };
 * blockOn(sleep(1), options);
 * ```
 */
export interface BlockOnOptions {
  /** The longest wait in milliseconds; `Infinity` by default. */
  readonly timeout?: number;
}

/** Blockers that are not in use. A stack: calls nest. */
let pool: ParkedBlocker | null = null;

/**
 * Blocks this thread until `future` is done: polls it, and parks the thread while it waits for a timer or for another
 * thread. Nothing is set up per call. Calls nest. No promise, event or callback of this thread runs meanwhile.
 *
 * Corresponds to `futures::executor::block_on`.
 *
 * @param future - what to wait for; used up, whatever happens.
 * @returns its value.
 * @throws what the future throws. DeadlockError, naming it, when nobody is left who could wake it: it waits for a
 * promise of this thread, no timer is armed, or its waker was shared with nobody. TimeoutError when the time limit
 * passes; the future is dropped. BlockingError on a browser's main thread, when it would have to sleep. TypeError when
 * `future` is not a future; RangeError or TypeError when `options.timeout` is not a duration.
 *
 * @example
 * ```ts
 * import { blockOn, co, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const answer = blockOn(co(function* () {
 *   yield* sleep(1);
 *   return 42;
 * }));
 * assert.equal(answer, 42);
 * ```
 */
export function blockOn<T>(future: Future<T>, options?: BlockOnOptions): T {
  checkFuture('future', future);
  if (options?.timeout !== undefined) checkDuration('options.timeout', options.timeout);
  const blocker = pool ?? new ParkedBlocker();
  pool = blocker.next;
  try {
    return options?.timeout === undefined ? blocker.run(future) : blocker.runFor(future, options.timeout);
  } catch (error) {
    future[Symbol.dispose]();
    throw error;
  } finally {
    leave(blocker);
  }
}

function leave(blocker: ParkedBlocker): void {
  try {
    blocker.finish();
  } finally {
    blocker.next = pool;
    pool = blocker;
  }
}
