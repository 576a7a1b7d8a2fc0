import { checkFunction } from './check.js';
import type { Future } from './future.js';
import { Waker } from './waker.js';

/**
 * What a future is polled with: the waker of the task it belongs to, and what the executor offers.
 *
 * `cx.waker` is borrowed: `wakeByRef()` it within the poll, `clone()` it to keep it.
 *
 * Corresponds to `std::task::Context`.
 *
 * @example
 * ```ts
 * import { type Context, Executor, PENDING, pollFn } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * let polls = 0;
 * const twice = pollFn((cx: Context) => {
 *   polls += 1;
 *   if (polls === 2) return 'done';
 *   cx.waker.wakeByRef();
 *   return PENDING;
 * });
 * assert.equal(new Executor().runUntil(twice), 'done');
 * ```
 */
export interface Context {
  /** Wakes the task that is being polled. */
  readonly waker: Waker;
  /** What whoever polls offers to the futures it drives. */
  readonly services: Services;
}

/**
 * What an executor hands in with the context, so that futures need no ambient registry and floors below the executor
 * need not import it.
 *
 * Corresponds to what tokio keeps in its thread-local runtime handle.
 *
 * @example
 * ```ts
 * import { Executor, pollFn } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const offered = new Executor().runUntil(pollFn((cx) => cx.services));
 * assert.equal(offered.eventLoop, false); // this executor parks its thread when idle
 * ```
 */
export interface Services {
  /** Whether this thread's event loop turns while the future is pending. Without it no promise ever settles. */
  readonly eventLoop: boolean;
  /** Where sleeping futures arm their timers; undefined stands for the host's `setTimeout`. */
  readonly timers: Timers | undefined;
  /** Another number when timers that were armed are gone, and others have taken their place. @internal */
  readonly clocks?: number | undefined;
  /** Whether whoever offers this polls now; without an event loop, it may never do so again if not. @internal */
  readonly isRunning?: boolean | undefined;
  /** How many ready futures a task may find in one poll before it lets others run (items). */
  readonly budget: number;
  /** Drives to its end what a dropped future still has to clean up. */
  adopt(cleanup: Future<unknown>): void;
}

/**
 * A clock and the timers on it. An executor has one; a test may bring one whose time is virtual.
 *
 * Corresponds to tokio's time driver.
 *
 * @example
 * ```ts
 * import { Executor, pollFn } from 'reveille';
 *
 * const now = new Executor().runUntil(pollFn((cx) => cx.services.timers!.now()));
 * console.log(now > 0); // true
 * ```
 */
export interface Timers {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  /**
   * Wakes a clone of `waker` once, when `now()` reaches `deadline` (milliseconds on that clock). Timers fire in the
   * order of their deadlines, equal ones in the order of arming. Disposing the answer disarms the timer.
   */
  arm(deadline: number, waker: Waker): Timer;
}

/**
 * An armed timer. Dropping it disarms it and leaves nothing behind; after it fired that does nothing.
 *
 * @example
 * ```ts
 * import { Executor, pollFn } from 'reveille';
 *
 * new Executor().runUntil(pollFn((cx) => {
 *   const timers = cx.services.timers!;
 *   timers.arm(timers.now() + 60_000, cx.waker)[Symbol.dispose](); // armed, and disarmed again
 *   return 'done';
 * }));
 * ```
 */
export interface Timer extends Disposable {
  /** Replaces the waker, unless it would wake the same task. */
  setWaker(waker: Waker): void;
}

/** What the host alone offers: an event loop, its own timers, and microtasks to finish a clean-up. */
export const HOST_SERVICES: Services = {
  eventLoop: true,
  timers: undefined,
  budget: 128,
  adopt(cleanup) {
    void cleanup.then(); // a failing clean-up becomes an unhandled rejection: nobody else can be told
  },
};

/** Contexts made by hand. */
export const Context = {
  /**
   * A context that offers what the host does and no more, for polling by hand. It borrows `waker`.
   *
   * Corresponds to `Context::from_waker`.
   *
   * @throws TypeError when `waker` is not a waker.
   */
  fromWaker(waker: Waker): Context {
    if (!(waker instanceof Waker)) {
      checkFunction('waker.wakeByRef', (waker as { wakeByRef?: unknown } | undefined)?.wakeByRef);
      checkFunction('waker.clone', (waker as { clone?: unknown } | undefined)?.clone);
    }
    return { waker, services: HOST_SERVICES };
  },
};
