import { cloneFrom, type Waker } from '../core/waker.js';

/**
 * A place for the waker of one task, between a future that registers it and an event that wakes it, in whatever order
 * they come. Register first, then look for what you wait for: an event between the two would otherwise be missed.
 *
 * It serves the callbacks of one thread. JavaScript's threads share no objects, so, unlike Rust's, it needs no atomics
 * and no other thread can reach it: that is what `waker.share()` is for.
 *
 * Corresponds to `futures::task::AtomicWaker`.
 *
 * @example
 * ```ts
 * import { Executor, PENDING, pollFn } from 'reveille';
 * import { AtomicWaker } from 'reveille/sync';
 * import assert from 'node:assert/strict';
 *
 * const waker = new AtomicWaker();
 * const keys: string[] = [];
 * const executor = new Executor();
 * const key = executor.spawn(pollFn((cx) => {
 *   waker.register(cx.waker);
 *   return keys.shift() ?? PENDING;
 * }));
 * executor.runUntilStalled();
 * keys.push('q'); // what an event handler does
 * waker.wake();
 * assert.equal(executor.runUntil(key), 'q');
 * ```
 */
export class AtomicWaker implements Disposable {
  #waker: Waker | undefined;

  /**
   * Keeps a clone of `waker` in place of the one before, which is dropped; of a waker of the same task, nothing is cloned.
   *
   * @param waker - borrowed: usually `cx.waker`.
   * @throws WakerError when `waker` was consumed or dropped before.
   */
  register(waker: Waker): void {
    this.#waker = cloneFrom(this.#waker, waker);
  }

  /** Wakes the registered waker and uses it up; without one nothing happens. */
  wake(): void {
    this.take()?.wake();
  }

  /** Gives the registered waker away, to be woken or dropped by the caller; undefined without one. */
  take(): Waker | undefined {
    const kept = this.#waker;
    this.#waker = undefined;
    return kept;
  }

  /** Drops the registered waker without waking it. */
  [Symbol.dispose](): void {
    this.take()?.[Symbol.dispose]();
  }
}
