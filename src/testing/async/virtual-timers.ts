import { checkDuration } from '../../core/check.js';
import { TimerHeap } from '../../time/timer-heap.js';

/**
 * Timers on a clock that stands still until it is told to move: for futures that are polled by hand, without waiting.
 * (A `TestExecutor` has such a clock of its own.)
 *
 * Corresponds to `tokio::time::pause` and `advance`, on a clock instead of a runtime.
 *
 * @example
 * ```ts
 * import { Context, PENDING, sleep } from 'reveille';
 * import { countingWaker, VirtualTimers } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const timers = new VirtualTimers();
 * const { waker, counts } = countingWaker();
 * const cx = { waker, services: { ...Context.fromWaker(waker).services, timers } };
 *
 * const nap = sleep(60_000);
 * assert.equal(nap.poll(cx), PENDING);
 * timers.advance(60_000); // takes no time
 * assert.equal(counts.wakes, 1);
 * assert.equal(nap.poll(cx), undefined);
 * ```
 */
export class VirtualTimers extends TimerHeap {
  readonly #clock: { time: number };

  /**
   * @param start - what the clock shows at first, in milliseconds; 0 by default.
   * @throws TypeError when `start` is not a number, RangeError when it is negative, NaN or Infinity.
   */
  constructor(start = 0) {
    checkPassing('start', start, 0);
    const clock = { time: start };
    super(() => clock.time);
    this.#clock = clock;
  }

  /**
   * Moves the clock on by `ms` milliseconds, all at once, and wakes what is due then.
   *
   * @returns how many timers fired.
   * @throws TypeError when `ms` is not a number, RangeError when it is negative, NaN or for ever.
   */
  advance(ms: number): number {
    this.skip(ms);
    return this.fireDue();
  }

  /**
   * Moves the clock on by `ms` milliseconds, and wakes nobody yet: a thread that was busy, and comes late to its timers.
   *
   * @throws TypeError when `ms` is not a number, RangeError when it is negative, NaN or for ever.
   */
  skip(ms: number): void {
    checkPassing('ms', ms, this.#clock.time);
    this.#clock.time += ms;
  }

  /**
   * Moves the clock on to the next deadline, and wakes nobody yet: `fireDue` does.
   *
   * @returns whether there was one; without, the clock stays.
   */
  jump(): boolean {
    const next = this.nextDeadline();
    if (next === Number.POSITIVE_INFINITY) return false;
    this.#clock.time = Math.max(this.#clock.time, next); // exactly: a sum of differences would be off by a rounding
    return true;
  }
}

/**
 * @param time - what the clock shows.
 * @throws TypeError or RangeError naming the argument, when no clock can go on by so many milliseconds.
 */
export function checkPassing(name: string, ms: number, time: number): void {
  checkDuration(name, ms);
  if (time + ms === Number.POSITIVE_INFINITY)
    throw new RangeError(`${name}: for ever never ends; expected finite milliseconds`);
}
