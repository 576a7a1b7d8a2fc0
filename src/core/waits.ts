import { cloneFrom, type Waker } from './waker.js';

/** One who waits, and is woken once for each time that it asked for it. */
export class Waits {
  #waker: Waker | null;

  constructor(waker: Waker) {
    this.#waker = waker.clone();
  }

  /** Whether it was not woken since it last asked for it. */
  get isAsleep(): boolean {
    return this.#waker !== null;
  }

  /** Polled again, perhaps by another task. */
  setWaker(waker: Waker): void {
    this.#waker = cloneFrom(this.#waker, waker);
  }

  /**
   * Wakes whoever waits, once. A waker that throws is its maker's mistake, and must not lose the value, or the lock, of the
   * operation that woke it: its error becomes an unhandled rejection.
   */
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
