import { checkDuration } from '../core/check.js';
import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { Stream } from '../core/stream.js';
import { timersOf } from './host-timers.js';
import { Sleep } from './sleep.js';

/**
 * Ticks at a fixed rate, without drift: tick `n` is due `n * ms` after the first, however long the work between takes.
 * The first tick is there at the first poll, which starts the clock.
 *
 * Ticks that were missed are skipped, and the number of the tick tells how many: a thread that was busy for a minute
 * finds one tick waiting, not six hundred that would keep it from everything else.
 *
 * Corresponds to `tokio::time::interval` with `MissedTickBehavior::Skip`.
 *
 * @param ms - the time between two ticks, in milliseconds, greater than 0. Infinity makes the first tick the only one.
 * @returns a stream of the ticks' numbers, from 0, that never ends. Dropping it disarms its timer; so does dropping the
 * future that `next()` returned, and a tick that came meanwhile stays. Using it after it was dropped throws
 * {@link PollError}.
 * @throws TypeError when `ms` is not a number, RangeError when it is 0, negative or NaN.
 *
 * @example
 * ```ts
 * import { blockOn, co, interval } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const last = co(function* () {
 *   using ticks = interval(2);
 *   let tick = yield* ticks.next();
 *   assert.equal(tick, 0);
 *   while (tick < 3) tick = yield* ticks.next();
 *   return tick;
 * });
 * assert.ok(blockOn(last) >= 3);
 * ```
 */
export function interval(ms: number): Interval {
  checkDuration('ms', ms);
  if (ms === 0) throw new RangeError('ms: expected more than 0 milliseconds, got 0');
  return new Interval(ms);
}

/**
 * What {@link interval} makes.
 *
 * @example
 * ```ts
 * import { blockOn, type Interval, interval } from 'reveille';
 *
 * const ticks: Interval = interval(10);
 * console.log(blockOn(ticks.next())); // 0
 * ```
 */
export class Interval extends Stream<number> {
  readonly #ms: number;
  /** When tick 0 was. */
  #start = 0;
  /** The number of the next tick. */
  #next = 0;
  /** Until the next tick, while somebody waits for it. */
  #wait: Sleep | undefined;
  /** Whose poll was the latest. */
  #waiter: object | undefined;
  #dropped = false;

  /** @internal */
  constructor(ms: number) {
    super();
    this.#ms = ms;
  }

  override pollNext(cx: Context, waiter: object = this): Poll<number> {
    this.#waiter = waiter;
    if (this.#dropped) throw new PollError(`${this}: was dropped`);
    const timers = timersOf(cx);
    if (this.#next === 0) {
      this.#start = timers.now();
    } else {
      this.#wait ??= new Sleep(undefined, this.#start + this.#next * this.#ms);
      if (this.#wait.poll(cx) === PENDING) return PENDING;
      this.#wait = undefined;
    }
    // Rounding may put the latest tick that is due just before the one that was waited for.
    const tick = Math.max(this.#next, Math.floor((timers.now() - this.#start) / this.#ms));
    this.#next = tick + 1;
    return tick;
  }

  /** The next tick. Dropping the future takes none, and disarms the timer. */
  override next(): Future<number> {
    return new Tick(this);
  }

  /** `waiter` does not wait for the next tick any more; if another does by now, it goes on waiting. @internal */
  rest(waiter: object | undefined): void {
    if (waiter !== this.#waiter) return;
    this.#wait?.[Symbol.dispose]();
    this.#wait = undefined;
  }

  override [Symbol.dispose](): void {
    this.#dropped = true;
    this.rest(this.#waiter);
  }

  override toString(): string {
    return `interval(${this.#ms} ms)`;
  }
}

class Tick extends Future<number> {
  #done = false;

  constructor(private readonly interval: Interval) {
    super();
  }

  override poll(cx: Context): Poll<number> {
    if (this.#done) throw new PollError(`${this}: was awaited before, and answered or was dropped`);
    const tick = this.interval.pollNext(cx, this);
    this.#done = tick !== PENDING;
    return tick;
  }

  override [Symbol.dispose](): void {
    if (this.#done) return;
    this.#done = true;
    this.interval.rest(this);
  }

  override toString(): string {
    return `next tick of ${this.interval}`;
  }
}
