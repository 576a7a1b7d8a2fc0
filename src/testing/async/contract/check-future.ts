import type { Future } from '../../../core/future.js';
import { Check } from './check.js';
import { making } from './making.js';
import { type CheckFutureOptions, checkCheckOptions, type FutureDriver, type FutureReport } from './options.js';

/**
 * Holds a future to its contract, by doing to it what the contract allows: it is polled for no reason, many times in a
 * row, and with another waker each time; its waker polls at once, from inside of the wake; timers come late; it moves to
 * another executor; it is dropped before the first poll, after each poll and before the next one; it is polled and dropped
 * once more when it is over. It must wake the latest waker, and only until it is over; balance its wakers and timers; and
 * answer the same, whatever was done. See {@link FutureRule}.
 *
 * The first run is that of an ordinary executor. Then follow the same with a drop at each point, and as many runs as one
 * likes that are drawn from seeds. Time is virtual, for `now()` as well; promises settle between two actions.
 *
 * Corresponds to `futures-test`'s `interleave_pending` and wakers, put together.
 *
 * A future that fails is like one that answers: each run must fail the same way. The report tells how many did what.
 *
 * @param factory - makes the future, and all that belongs to it, anew for each run. It is not asynchronous.
 * @param driver - what happens to it; nothing by default.
 * @param options - see {@link CheckFutureOptions}.
 * @returns a promise of how many runs there were, and how they ended.
 * @throws (by rejecting) {@link ContractError} with the rule that was broken, what was done, and how to do it again; what
 * the factory or the driver throws; {@link OutsideError} when the future shares its waker with other threads; TypeError or RangeError when an argument is wrong, or when the factory answers no
 * future, or one for the second time, or the driver no array of functions.
 *
 * @example
 * ```ts
 * import { type Context, Future, PENDING, type Poll, PollError } from 'reveille';
 * import { AtomicWaker } from 'reveille/sync';
 * import { checkFuture } from 'reveille/testing';
 *
 * class Door extends Future<string> {
 *   #state: 'closed' | 'open' | 'done' = 'closed';
 *   readonly #waiting = new AtomicWaker();
 *
 *   open(): void {
 *     if (this.#state === 'closed') this.#state = 'open';
 *     this.#waiting.wake();
 *   }
 *   poll(cx: Context): Poll<string> {
 *     if (this.#state === 'done') throw new PollError('the door was used before');
 *     if (this.#state === 'open') {
 *       this[Symbol.dispose]();
 *       return 'come in';
 *     }
 *     this.#waiting.register(cx.waker);
 *     return PENDING;
 *   }
 *   override [Symbol.dispose](): void {
 *     this.#state = 'done';
 *     this.#waiting[Symbol.dispose]();
 *   }
 * }
 * await checkFuture(() => new Door(), (door) => [() => door.open()]);
 * ```
 */
export async function checkFuture<T, F extends Future<T> = Future<T>>(
  factory: () => F & Future<T>,
  driver: FutureDriver<F> = [],
  options: CheckFutureOptions<T> = {},
): Promise<FutureReport> {
  const make = making<T, F>(factory, driver);
  checkCheckOptions(options);
  const check = new Check<T>(make, options);
  await check.ordinary();
  await check.drawn();
  return check.report;
}
