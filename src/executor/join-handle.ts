import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import type { Suspend } from '../core/suspend.js';
import { Joiners, withJoiner } from './joiners.js';
import type { Task, TaskId } from './task.js';
import { DONE } from './task-state.js';

/** What a handle asks of the executor. */
export interface Joinable {
  /** Cancels the task. */
  abort(task: Task): void;
  /** Whether its loop is on the native stack. */
  readonly isRunning: boolean;
  /** Whether the host's event loop has to turn for its tasks to go on. */
  readonly eventLoop: boolean;
  /** Nobody asks for the task's outcome any more. */
  disown(task: Task): void;
}

/**
 * The outcome of a spawned task, as a future: `yield*`, `await` or `blockOn` it to join. Dropping the handle, or never
 * using it, lets the task run on by itself; {@link JoinHandle.abort} cancels it.
 *
 * An error of the task reaches whoever joins. If nobody has begun to join by the time the executor has nothing left to
 * run, it takes the thread's ordinary uncaught path: it is thrown by `run`, `runUntil` or `runUntilStalled`, and on an
 * event loop it becomes an unhandled rejection.
 *
 * A handle has one joiner, as any future has. Where two tasks share one, nobody waits for ever: the outcome goes to the first
 * that is polled when the task is over, and the other gets a PollError, at once if both use `yield*` or `await`. To share
 * the outcome, let one task join and pass it on.
 *
 * Corresponds to `tokio::task::JoinHandle`, which the borrow checker keeps from being polled in two places.
 *
 * @typeParam T - the type of the task's value.
 *
 * @example
 * ```ts
 * import { co, Executor, type JoinHandle, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const executor = new Executor();
 * const answer = executor.runUntil(co(function* () {
 *   const handle: JoinHandle<number> = executor.spawn(co(function* () {
 *     yield* sleep(1);
 *     return 42;
 *   }));
 *   return yield* handle;
 * }));
 * assert.equal(answer, 42);
 * ```
 */
export class JoinHandle<out T> extends Future<T> {
  readonly #task: Task;
  readonly #owner: Joinable;
  #joined = false;
  /** Whether a coroutine awaits it. */
  #awaited = false;

  /** @internal */
  constructor(task: Task, owner: Joinable) {
    super();
    this.#task = task;
    this.#owner = owner;
  }

  /** The task's id. */
  get id(): TaskId {
    return this.#task.id;
  }

  /** Whether the task is over: answered, failed, or aborted and cleaned up. */
  get isFinished(): boolean {
    return (this.#task.state & DONE) !== 0;
  }

  /** @internal Whether it is pending, and goes on only when the thread does not block. */
  'reveille.needsEventLoop'(): boolean {
    return this.#owner.eventLoop && !this.isFinished;
  }

  /**
   * Cancels the task: drops its future, at once, or, when called by the task itself, as soon as its poll returns. The
   * joiner gets a CancelledError once all its `finally` blocks are done, asynchronous ones included. Aborting a
   * task that is over, or aborting twice, does nothing.
   */
  abort(): void {
    this.#owner.abort(this.#task);
  }

  /**
   * @throws what the task failed with; CancelledError when it was aborted; PollError when it was joined before.
   */
  override poll(cx: Context): Poll<T> {
    if (this.#joined) throw this.#used('it was joined before, or dropped');
    const task = this.#task;
    if ((task.state & DONE) === 0) {
      task.joiner = withJoiner(task.joiner, cx.waker);
      task.claim();
      return PENDING;
    }
    task.claim();
    this.#joined = true;
    return task.outcome() as T;
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

  /** Gives up joining; the task runs on. */
  override [Symbol.dispose](): void {
    if (this.#joined) return;
    this.#joined = true;
    this.#release();
    this.#owner.disown(this.#task);
  }

  override toString(): string {
    // The id alone: what the task waits for may be this very handle.
    return `join of task ${this.id}${this.#owner.isRunning ? '' : ', whose executor is not running'}`;
  }

  #release(): void {
    const { joiner } = this.#task;
    this.#task.joiner = null;
    if (joiner instanceof Joiners)
      joiner.wake(); // others must not wait for what they won't get any more
    else joiner?.[Symbol.dispose]();
  }

  #used(how: string): PollError {
    return new PollError(`join of task ${this.id}: ${how}; a handle has one joiner`);
  }
}
