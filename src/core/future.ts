import { promiseOf } from './awaiter.js';
import type { Context } from './context.js';
import { PENDING, type Poll } from './poll.js';
import { AWAIT, contextOf, handover, type Suspend } from './suspend.js';

/**
 * A value that may not be there yet. A future is lazy: nothing happens until it is polled, and dropping it cancels it.
 *
 * Four ways to drive one: `yield*` it in a {@link co} coroutine, `await` it in any async function, `blockOn` it, or
 * `spawn` it on an executor. Each drives it once: a future is used up when it answers. Choose one of them: Rust's ownership
 * says so at compile time, here a future that two drive at once wakes only who polled it latest, and the other may wait for ever.
 * To have the value of a spawned future, await the handle that `spawn` answers.
 *
 * To make one, subclass and write {@link Future.poll}, or use `pollFn` or `co`.
 *
 * Corresponds to `std::future::Future`.
 *
 * @typeParam T - the type of the value.
 *
 * @example
 * ```ts
 * import { blockOn, type Context, Future, PENDING, type Poll, PollError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * class Countdown extends Future<string> {
 *   constructor(private left: number) { super(); }
 *   poll(cx: Context): Poll<string> {
 *     if (this.left < 0) throw new PollError('countdown: it is over');
 *     if (this.left-- === 0) return 'liftoff';
 *     cx.waker.wakeByRef(); // nobody else will: ask to be polled again
 *     return PENDING;
 *   }
 *   override [Symbol.dispose](): void {
 *     this.left = -1;
 *   }
 * }
 * assert.equal(blockOn(new Countdown(3)), 'liftoff');
 * ```
 */
export abstract class Future<out T> implements PromiseLike<T>, Disposable {
  /**
   * Goes on as far as it can. Answers the value, or {@link PENDING} after having arranged that `cx.waker`, or a clone of
   * it, is woken when it is worth polling again. Only the waker of the latest poll has to be woken.
   *
   * @throws whatever the work failed with; a future that threw is done, as one that answered a value.
   */
  abstract poll(cx: Context): Poll<T>;

  /**
   * Drops the future: cancels what it does and releases the wakers it keeps. Dropping one that is done, or dropping
   * twice, does nothing. A subclass that holds something overrides this; the default holds nothing.
   */
  [Symbol.dispose](): void {}

  /**
   * Makes `await future` work: polls it now, and again in a microtask whenever it was woken, on the host's event loop.
   * There is no way back: a promise cannot be dropped, so use `spawn` where cancelling matters.
   */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return promiseOf(this).then(onFulfilled, onRejected);
  }

  /** What an error says is being awaited. */
  toString(): string {
    return this.constructor.name || 'Future';
  }

  /**
   * Makes `yield* future` in a coroutine await it, with the future's type and no cast: polls it, and leaves a pending one
   * to the coroutine's driver.
   */
  [Symbol.iterator](): Iterator<Suspend, T, unknown> {
    const cx = contextOf(this);
    if (--handover.budget < 0) {
      cx.waker.wakeByRef(); // behind the others, and then the driver polls it: what was not polled has taken nothing
      handover.future = this;
    } else {
      const value = this.poll(cx);
      if (value === PENDING) handover.future = this;
      else handover.value = value;
    }
    return AWAIT as Iterator<Suspend, T, unknown>;
  }
}
