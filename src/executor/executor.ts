import { checkFuture, checkOptions } from '../core/check.js';
import type { Future } from '../core/future.js';
import { hooks } from '../trace/hooks.js';
import { Finished } from './finished.js';
import type { Idle } from './idle/idle.js';
import { parking } from './idle/parking.js';
import { JoinHandle } from './join-handle.js';
import { checkBudget, checkIdle, DEFAULT_BUDGET, type ExecutorOptions } from './options.js';
import { Runtime } from './runtime.js';
import { type Snapshot, snapshotOf } from './snapshot.js';
import { DONE } from './task-state.js';

/**
 * Runs tasks on one thread: polls those that were woken, and sleeps when there are none. It goes in rounds: take in the
 * wakes of other threads, fire the timers that are due, poll every task that is ready by now, rest.
 *
 * Ready tasks are polled first in, first out. A task is queued at most once however often it is woken, and one that
 * finds only ready futures yields after a budget.
 *
 * By default it parks its thread when idle, and `run`, `runUntil`, `runUntilStalled` and `tick` drive it. With
 * `{ idle: eventLoop() }` it drives itself as soon as something is spawned; await a handle, or {@link Executor.finished}.
 *
 * Dropping the executor (`using executor = new Executor()`) aborts all its tasks.
 *
 * Corresponds to the `Executor` of chapter 12 of *Writing an OS in Rust*, `futures::executor::LocalPool` and tokio's current-thread runtime.
 *
 * @throws RangeError or TypeError when an option is not what {@link ExecutorOptions} says.
 *
 * @example
 * ```ts
 * import { co, Executor, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const log: string[] = [];
 * const executor = new Executor();
 * executor.spawn(co(function* () {
 *   yield* sleep(2);
 *   log.push('second');
 * }));
 * executor.spawn(co(function* () {
 *   log.push('first');
 * }));
 * executor.run();
 * assert.deepEqual(log, ['first', 'second']);
 * ```
 */
export class Executor implements Disposable {
  readonly #runtime: Runtime;
  readonly #idle: Idle;

  /** @param options - the idle strategy and the budget; see {@link ExecutorOptions}. */
  constructor(options?: ExecutorOptions);
  /** With a machine of another make. @internal */
  constructor(options: ExecutorOptions, runtime: Runtime);
  constructor(options: ExecutorOptions = {}, runtime?: Runtime) {
    checkOptions('options', options, ['idle', 'budget']);
    const budget = checkBudget(options.budget ?? DEFAULT_BUDGET);
    this.#idle = checkIdle(options.idle ?? parking());
    this.#runtime = runtime ?? new Runtime(this.#idle, budget);
  }

  /**
   * Adds a task. It is polled in the next round, not now. A running task may spawn on its own executor.
   *
   * Corresponds to `LocalSpawnExt::spawn_local_with_handle`, `tokio::task::spawn_local`.
   *
   * @param future - what the task does; the executor owns it from now on.
   * @returns a handle that joins or aborts it, and may be ignored.
   * @throws TypeError when `future` is not a future; PollError when the executor was dropped.
   */
  spawn<T>(future: Future<T>): JoinHandle<T> {
    checkFuture('future', future);
    return new JoinHandle<T>(this.#runtime.spawn(future), this.#runtime);
  }

  /**
   * Runs until no task is left, blocking the thread in between.
   *
   * @throws DeadlockError, naming the tasks, when tasks are left that nobody can wake; they stay. The error of a task
   * that nobody joined. PollError inside a task of this executor. TypeError on an event loop.
   */
  run(): void {
    this.#checkBlocking('run');
    const runtime = this.#runtime;
    while (runtime.live.length > 0) {
      runtime.round();
      if (runtime.live.length > 0) this.#rest();
    }
    runtime.failures.raise();
  }

  /**
   * Runs `future` as a task, and all others beside it, until it is done; the others stay.
   *
   * Corresponds to `LocalPool::run_until`, `LocalSet::block_on`.
   *
   * @returns its value.
   * @throws what the future throws; otherwise as {@link Executor.run}, and then the future is dropped.
   */
  runUntil<T>(future: Future<T>): T {
    this.#checkBlocking('runUntil');
    checkFuture('future', future);
    const runtime = this.#runtime;
    const task = runtime.spawn(future);
    task.claim();
    try {
      for (;;) {
        runtime.round();
        if ((task.state & DONE) !== 0) break;
        this.#rest();
      }
    } finally {
      runtime.abort(task); // nothing, if it is done
    }
    return task.outcome() as T;
  }

  /**
   * Runs rounds until every task waits, without ever blocking.
   *
   * Corresponds to `LocalPool::run_until_stalled`.
   *
   * @throws the error of a task that nobody joined; PollError inside a task of this executor.
   */
  runUntilStalled(): void {
    const runtime = this.#runtime;
    do runtime.round();
    while (runtime.hasWork());
    runtime.failures.raise();
  }

  /**
   * Runs one round, without blocking.
   *
   * @returns whether a task is ready to run now.
   * @throws PollError inside a task of this executor.
   */
  tick(): boolean {
    this.#runtime.round();
    return this.#runtime.hasWork();
  }

  /** A future that is ready once no task is left. Await it outside of this executor, or it waits for itself. */
  finished(): Future<void> {
    return new Finished(this.#runtime);
  }

  /** How many tasks are not over (items). */
  get size(): number {
    return this.#runtime.live.length;
  }

  /** The executor's four parts at this moment. */
  snapshot(): Snapshot {
    const { live, ready } = this.#runtime;
    return snapshotOf(live, ready);
  }

  /**
   * Aborts all tasks. What they still clean up asynchronously goes on in microtasks.
   *
   * @throws PollError inside a task of this executor.
   */
  [Symbol.dispose](): void {
    this.#runtime.close();
  }

  #rest(): void {
    const runtime = this.#runtime;
    if (!runtime.hasWork()) this.#beforeSleep();
    this.#idle.rest(runtime);
    if (hooks.on !== undefined) hooks.on.awake?.();
  }

  /** Nothing can run: tells of errors that nobody joined, and refuses to sleep for ever. */
  #beforeSleep(): void {
    const runtime = this.#runtime;
    runtime.failures.raise();
    const timeout = runtime.timeout();
    if (timeout === Number.POSITIVE_INFINITY && !runtime.shared && !this.#idle.external) {
      throw runtime.deadlock();
    }
    if (hooks.on !== undefined) hooks.on.sleep?.(timeout);
  }

  #checkBlocking(verb: string): void {
    if (this.#idle.mode === 'blocking') return;
    throw new TypeError(`${verb}: this executor runs by itself on the event loop; await a handle, or finished()`);
  }
}
