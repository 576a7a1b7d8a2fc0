import { Sleeper } from '../camp/sleeper.js';
import { checkDuration, checkFuture, checkInteger, checkOptions } from '../core/check.js';
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
  /**
   * How often to look for a wake, at most, before the thread sleeps, as `ParkOptions.spin` of `reveille/park`: a whole number from
   * 0 to 1,000,000; 2,000 by default. 0 sleeps at once.
   */
  readonly spin?: number;
}

/**
 * Blocks this thread until `future` is done: polls it, and parks the thread while it waits for a timer or for another
 * thread. Nothing is set up per call, but for a call within a call. No promise, event or callback of this thread runs meanwhile.
 *
 * Corresponds to `futures::executor::block_on`.
 *
 * @param future - what to wait for; used up, whatever happens.
 * @returns its value.
 * @throws what the future throws. DeadlockError, naming it, when nobody is left who could wake it: it waits for a
 * promise of this thread, no timer is armed, or its waker was shared with nobody. TimeoutError when the time limit
 * passes; the future is dropped. BlockingError on a browser's main thread, when it would have to sleep. TypeError when
 * `future` is not a future; RangeError or TypeError when an option is not what {@link BlockOnOptions} says.
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
  const poll = checkFuture('future', future);
  if (options !== undefined) return blockUnder(options, future, poll);
  // The thread's own blocker is a constant of this module, which costs less to find than the top of a pool.
  const blocker = own.isRunning === true ? new ParkedBlocker() : own;
  return blocker.block(future, poll);
}

const own = /* @__PURE__ */ new ParkedBlocker();

function blockUnder<T>(options: BlockOnOptions, future: Future<T>, poll: Future<T>['poll']): T {
  checkOptions('options', options, ['timeout', 'spin']);
  const { timeout, spin } = options;
  if (timeout !== undefined) checkDuration('options.timeout', timeout);
  if (spin !== undefined) checkInteger('options.spin', spin, 0, 1_000_000);
  return blockWith(spin === undefined ? undefined : new Sleeper(spin), future, poll, timeout);
}

/** As {@link blockOn}, for a caller that says how the thread sleeps, and has checked the rest. */
export function blockWith<T>(
  sleeper: Sleeper | undefined,
  future: Future<T>,
  poll: Future<T>['poll'] = future.poll,
  timeout?: number,
): T {
  const blocker = own.isRunning === true ? new ParkedBlocker() : own;
  blocker.sleeper = sleeper;
  try {
    return blocker.block(future, poll, timeout);
  } finally {
    blocker.sleeper = undefined;
  }
}
