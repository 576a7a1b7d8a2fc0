import type { Context, Services } from '../core/context.js';
import { cloneFrom, type Waker } from '../core/waker.js';

/** One who waits on this thread: a task, or the thread itself when it blocks. */
export class Waiter {
  previous: Waiter | null = null;
  next: Waiter | null = null;
  /** By whom it is run: of those that one executor runs it is enough to wake one. */
  services: Services;
  #waker: Waker | null;

  constructor(cx: Context) {
    this.services = cx.services;
    this.#waker = cx.waker.clone();
  }

  /** Whether it was not woken since it last asked for it. */
  get isAsleep(): boolean {
    return this.#waker !== null;
  }

  /** It looked in vain. */
  sleep(cx: Context): void {
    this.services = cx.services;
    this.#waker = cloneFrom(this.#waker, cx.waker);
  }

  /** Wakes it once. A waker that throws is its maker's mistake; it becomes an unhandled rejection, and no lock is lost. */
  wake(): void {
    const waker = this.#waker;
    this.#waker = null;
    try {
      waker?.wake();
    } catch (error) {
      void Promise.reject(error);
    }
  }

  /** It does not wait any more. */
  forget(): void {
    this.#waker?.[Symbol.dispose]();
    this.#waker = null;
  }
}
