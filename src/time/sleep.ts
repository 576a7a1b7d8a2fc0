import { checkDuration } from '../core/check.js';
import type { Context, Timer, Timers } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { timersOf } from './host-timers.js';

/**
 * Waits for some time, counted from the first poll: as every future, a sleep does nothing before somebody awaits it.
 *
 * Corresponds to `tokio::time::sleep` (whose time is counted from the call).
 *
 * @param ms - how long, in milliseconds; fractions count. 0 is ready at the first poll (to let others run first, use
 * `yieldNow`); Infinity never ends and arms no timer, so that a thread that blocks on it alone learns of the deadlock.
 * @returns a future that is ready once the time has passed, never before. Dropping it disarms the timer and leaves
 * nothing behind. Polling it after it was ready throws {@link PollError}.
 * @throws TypeError when `ms` is not a number, RangeError when it is negative or NaN.
 *
 * @example
 * ```ts
 * import { blockOn, join, now, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const start = now();
 * blockOn(join(sleep(10), sleep(10), sleep(10))); // at the same time
 * assert.ok(now() - start >= 10);
 * ```
 */
export function sleep(ms: number): Future<void> {
  checkDuration('ms', ms);
  return new Sleep(ms, undefined);
}

/**
 * Waits until a point in time. A loop that adds to its deadline keeps in step, where one that sleeps for a fixed time
 * drifts by what its work takes; see also `interval`.
 *
 * Corresponds to `tokio::time::sleep_until`.
 *
 * @param deadline - milliseconds on the clock of `now()`. One that has passed is ready at the first poll; Infinity
 * never comes.
 * @returns a future that is ready at the deadline, never before. Dropping it disarms the timer and leaves nothing behind.
 * Polling it after it was ready throws {@link PollError}.
 * @throws TypeError when `deadline` is not a number, RangeError when it is negative or NaN.
 *
 * @example
 * ```ts
 * import { blockOn, now, sleepUntil } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const deadline = now() + 5;
 * blockOn(sleepUntil(deadline));
 * assert.ok(now() >= deadline);
 * ```
 */
export function sleepUntil(deadline: number): Future<void> {
  checkDuration('deadline', deadline);
  return new Sleep(undefined, deadline);
}

/** Either of both: a `ms` becomes a deadline at the first poll. */
export class Sleep extends Future<void> {
  readonly #ms: number | undefined;
  #deadline: number | undefined;
  /** Where `#timer` is armed. */
  #timers: Timers | undefined;
  #timer: Timer | undefined;
  #done = false;

  constructor(ms: number | undefined, deadline: number | undefined) {
    super();
    this.#ms = ms;
    this.#deadline = deadline;
  }

  override poll(cx: Context): Poll<void> {
    if (this.#done) throw new PollError(`${this}: was awaited before, and ended or was dropped`);
    const timers = timersOf(cx);
    const time = timers.now();
    this.#deadline ??= time + (this.#ms as number);
    // The clock decides, not the wake: others of the same task wake this one too.
    if (time >= this.#deadline) return this[Symbol.dispose]();
    if (this.#deadline !== Number.POSITIVE_INFINITY) this.#arm(timers, this.#deadline, cx);
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.#done = true;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  override toString(): string {
    return this.#ms === undefined ? `sleepUntil(${this.#deadline} ms)` : `sleep(${this.#ms} ms)`;
  }

  #arm(timers: Timers, deadline: number, cx: Context): void {
    if (this.#timer !== undefined && this.#timers === timers) {
      this.#timer.setWaker(cx.waker);
    } else {
      this.#timer?.[Symbol.dispose](); // moved to another executor: whoever drove the old timers may be gone
      this.#timer = timers.arm(deadline, cx.waker);
      this.#timers = timers;
    }
  }
}
