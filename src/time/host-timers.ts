import type { Context, Timers } from '../core/context.js';
import { hostTimer } from '../platform/index.js';
import { TimerHeap } from './timer-heap.js';

/**
 * The timers of a thread whose event loop turns: one heap, and at most one `setTimeout` at a time, set for the earliest
 * deadline. A `setTimeout` for each sleep would fire in rounded milliseconds and, between equal ones, in an order that
 * depends on their lengths. Without a timer there is no `setTimeout` either, so nothing keeps the process alive.
 */
export function hostTimers(): Timers {
  return (mine ??= new HostTimers());
}

/** The timers that `cx` offers. */
export function timersOf(cx: Context): Timers {
  return cx.services.timers ?? hostTimers();
}

/** A module is loaded once a thread, so this is the thread's. */
let mine: HostTimers | undefined;

class HostTimers extends TimerHeap {
  #alarm: Disposable | undefined;
  /** When `#alarm` goes off; Infinity when there is none. */
  #at = Number.POSITIVE_INFINITY;

  protected override earliestChanged(): void {
    const next = this.nextDeadline();
    if (next === Number.POSITIVE_INFINITY) this.#clear();
    // An alarm that is early does no harm, and leaving it costs less than setting it back at every disarming.
    else if (next < this.#at) this.#set(next);
  }

  #set(deadline: number): void {
    this.#clear();
    this.#at = deadline;
    this.#alarm = hostTimer(Math.max(0, deadline - this.now()), () => this.#ring());
  }

  #clear(): void {
    this.#alarm?.[Symbol.dispose]();
    this.#alarm = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }

  /** The host may ring early, by a fraction of a millisecond or, for very long times, by weeks: then it is set again. */
  #ring(): void {
    this.#clear();
    try {
      this.fireDue();
    } finally {
      this.earliestChanged();
    }
  }
}
