import type { Context } from '../../core/context.js';
import { PollError } from '../../core/errors.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import type { Suspend } from '../../core/suspend.js';
import type { Child } from './child.js';

/**
 * The outcome of what was spawned in a `scope`, as a future: `yield*` or `await` it to join. It may be ignored: the scope
 * waits for its children all the same, and their failures are the scope's. Dropping the handle lets the child run on;
 * {@link ScopeHandle.abort} cancels it.
 *
 * A handle has one joiner, as any future has, and goes on being of use when the scope is over.
 *
 * Corresponds to `std::thread::ScopedJoinHandle`, and to `tokio::task::JoinHandle`.
 *
 * @typeParam T - the type of the child's value.
 *
 * @example
 * ```ts
 * import { blockOn, sleep } from 'reveille';
 * import { type ScopeHandle, scope } from 'reveille/threads';
 *
 * const sum = scope(function* (s) {
 *   const square = (n: number): ScopeHandle<number> => s.spawn(function* () {
 *     yield* sleep(1);
 *     return n * n;
 *   });
 *   const [a, b] = [square(3), square(4)];
 *   return (yield* a) + (yield* b);
 * });
 * console.log(blockOn(sum)); // 25
 * ```
 */
export class ScopeHandle<out T> extends Future<T> {
  readonly #child: Child;
  #joined = false;
  /** Whether a coroutine awaits it. */
  #awaited = false;

  /** @internal */
  constructor(child: Child) {
    super();
    this.#child = child;
  }

  /** Whether the child is over: answered, failed or cancelled, and cleaned up. */
  get isFinished(): boolean {
    return this.#child.done;
  }

  /**
   * Cancels this child alone, which is no failure: drops its future, at once, or, when called by the child itself, as soon as
   * it next waits; a promise is told by its signal. The joiner gets a CancelledError once the child is over, clean-ups
   * included; a promise that comes to a value all the same answers it. Aborting a child that is over, or twice, does nothing.
   *
   * @param reason - what its signal is aborted with, and the CancelledError's cause; by default the usual `AbortError`.
   */
  abort(reason?: unknown): void {
    this.#child.cancel(reason);
  }

  /** @throws what the child failed with; CancelledError when it was cancelled; PollError when it was joined before. */
  override poll(cx: Context): Poll<T> {
    if (this.#joined) throw this.#used('it was joined before, or dropped');
    if (!this.#child.done) {
      this.#child.join(cx.waker);
      return PENDING;
    }
    this.#joined = true;
    return this.#child.outcome() as T;
  }

  /**
   * Makes `yield* handle` join.
   *
   * @throws as `poll`; PollError when another coroutine awaits it already.
   */
  override [Symbol.iterator](): Iterator<Suspend, T, unknown> {
    if (this.#awaited && !this.#joined) throw this.#used('another coroutine joins it already');
    this.#awaited = true;
    return super[Symbol.iterator]();
  }

  /** Gives up joining; the child runs on. */
  override [Symbol.dispose](): void {
    if (this.#joined) return;
    this.#joined = true;
    this.#child.disjoin();
  }

  override toString(): string {
    return `child ${this.#child.index} of a scope`; // what the child waits for may be this very handle
  }

  #used(how: string): PollError {
    return new PollError(`${this}: ${how}; a handle has one joiner`);
  }
}
