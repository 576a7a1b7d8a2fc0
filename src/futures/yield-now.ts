import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { AWAIT, contextOf, handover, type Suspend } from '../core/suspend.js';
import { usedUp } from './used-up.js';

/**
 * Lets the other tasks that are ready run first: the task goes to the back of the queue.
 *
 * Corresponds to `tokio::task::yield_now`.
 *
 * @returns a future that wakes its task at the first poll, answering `PENDING`, and is ready at the second. Polling it
 * a third time throws {@link PollError}. It keeps no waker, so dropping it releases nothing.
 *
 * @example
 * ```ts
 * import { co, Executor, yieldNow } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const log: string[] = [];
 * const chat = co.wrap(function* (name: string) {
 *   log.push(`${name} 1`);
 *   yield* yieldNow();
 *   log.push(`${name} 2`);
 * });
 * const executor = new Executor();
 * executor.spawn(chat('a'));
 * executor.spawn(chat('b'));
 * executor.run();
 * assert.deepEqual(log, ['a 1', 'b 1', 'a 2', 'b 2']);
 * ```
 */
export function yieldNow(): Future<void> {
  return new YieldNow();
}

class YieldNow extends Future<void> {
  #polls = 0;

  override poll(cx: Context): Poll<void> {
    const polls = this.#polls;
    this.#polls = polls + 1;
    if (polls === 0) {
      cx.waker.wakeByRef();
      return PENDING;
    }
    if (polls !== 1) throw usedUp(this);
    return undefined;
  }

  /** In a coroutine nothing is left to decide after the wake, so the driver is given a future that is ready. */
  override [Symbol.iterator](): Iterator<Suspend, void, unknown> {
    if (this.#polls !== 0) return super[Symbol.iterator]();
    this.#polls = 2;
    contextOf(this).waker.wakeByRef();
    handover.future = GO_ON;
    return AWAIT as Iterator<Suspend, void, unknown>;
  }

  override [Symbol.dispose](): void {
    this.#polls = 2;
  }

  override toString(): string {
    return 'yieldNow';
  }
}

class GoOn extends Future<void> {
  override poll(): void {}

  override toString(): string {
    return 'yieldNow';
  }
}

const GO_ON: Future<void> = /* @__PURE__ */ new GoOn();
