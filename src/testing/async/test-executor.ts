import type { Future } from '../../core/future.js';
import { Executor } from '../../executor/executor.js';
import { claim, drive } from './drive.js';
import { checkProgram, driveFuture, drivePromise } from './drive-program.js';
import { isFuture } from './kinds.js';
import { leave, leaveAsync } from './leave.js';
import { checkTestOptions, type TestExecutorOptions } from './test-options.js';
import { TestRuntime } from './test-runtime.js';
import { checkPassing } from './virtual-timers.js';

/**
 * An executor for tests: the order of its tasks is drawn from a seed, and its time is virtual. The same seed gives the
 * same run, byte for byte; another seed another one, so that a bug that needs a certain order is found by trying some
 * hundred (see `simulate`) and can be run again for ever after.
 *
 * Whenever several tasks are ready, which one is polled next is drawn. When none is, the clock jumps to the next deadline:
 * `sleep`, `timeout` and `interval` take no time at all. When there is no deadline either, a `DeadlockError` lists the
 * tasks and what each of them waits for.
 *
 * It is used like any {@link Executor}, `run`, `runUntil` and `runUntilStalled` included; `tick` polls one task. For programs
 * with promises there are {@link TestExecutor.runAsync} and {@link TestExecutor.runUntilAsync}. While it runs, `now()` and
 * `spawn()` of `reveille` and, in an asynchronous run, `await future` are this executor's too, so that a program need not
 * know that it is tested. (Between two runs `now()` is the host's again, and `executor.now()` is not.)
 *
 * Outside of it, and so not the same each time: the host's timers, clocks, input and output, `Math.random`, other threads
 * and other executors: a task that blocks, with `blockOn` say, waits on the host's clock. A waker can't be shared with a thread: that is an {@link OutsideError}. Dropping the executor
 * aborts all its tasks, and lets them clean up in virtual time.
 *
 * Corresponds to tokio's runtime with `start_paused`, and to the runtimes of madsim and turmoil.
 *
 * @throws TypeError or RangeError when an option is not what {@link TestExecutorOptions} says.
 *
 * @example
 * ```ts
 * import { co, sleep } from 'reveille';
 * import { TestExecutor } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * function order(seed: number): string {
 *   const log: string[] = [];
 *   const executor = new TestExecutor({ seed });
 *   for (const name of ['a', 'b', 'c']) {
 *     executor.spawn(co(function* () {
 *       yield* sleep(60_000); // no time at all
 *       log.push(name);
 *     }));
 *   }
 *   executor.run();
 *   assert.equal(executor.now(), 60_000);
 *   return log.join('');
 * }
 * assert.equal(order(1), order(1)); // the same seed, the same run
 * const orders = new Set(Array.from({ length: 100 }, (_, seed) => order(seed)));
 * assert.equal(orders.size, 6); // and between them all there are
 * ```
 */
export class TestExecutor extends Executor {
  readonly #runtime: TestRuntime;

  /** @param options - the seed, or the order itself; see {@link TestExecutorOptions}. */
  constructor(options: TestExecutorOptions = {}) {
    const runtime = new TestRuntime(checkTestOptions(options));
    super({ idle: runtime.idle, budget: runtime.budget }, runtime);
    runtime.executor = this;
    this.#runtime = runtime;
  }

  /** The virtual time in milliseconds; it begins at 0. */
  now(): number {
    return this.#runtime.now();
  }

  /** How often a task or an awaited future was polled. */
  get polls(): number {
    return this.#runtime.polls;
  }

  /**
   * What happened so far, a line each: when (in virtual time), and what was spawned, woken, polled, and came of it. Equal
   * traces are equal runs. Of a long run, the last ten thousand lines or so.
   */
  get trace(): string {
    return this.#runtime.trace.toString();
  }

  /** What was drawn so far. As `options.schedule` of another executor it makes the same run. */
  get choices(): readonly number[] {
    return this.#runtime.choices.choices;
  }

  /**
   * Lets `ms` milliseconds of virtual time pass: runs what is ready until all tasks wait, then what the next deadline
   * wakes, and so on. For programs that never end.
   *
   * Corresponds to `tokio::time::advance`, which wakes, but does not run.
   *
   * @throws TypeError or RangeError when `ms` is not a finite duration; otherwise as `runUntilStalled`.
   */
  advance(ms: number): void {
    const { timers } = this.#runtime;
    checkPassing('ms', ms, timers.now());
    const end = timers.now() + ms;
    this.runUntilStalled();
    while (timers.nextDeadline() <= end) {
      timers.jump();
      this.runUntilStalled();
    }
    timers.skip(end - timers.now());
  }

  /**
   * Runs until no task is left, with the promises of this thread: between two polls the host's microtasks run, to their
   * end where it matters. Time goes on only when neither tasks nor microtasks have anything to do.
   *
   * What async functions `await` of this library's futures is polled on its turn, which is drawn as the tasks' are.
   *
   * @throws (by rejecting) as `run` does; PollError when another TestExecutor drives this thread already.
   */
  async runAsync(): Promise<void> {
    await drive(this.#runtime, 'runAsync', () => () => this.size === 0);
    this.#runtime.failures.raise();
  }

  /**
   * The same until `program` is done: an async function, called with a signal that is aborted if the run fails; or a
   * promise, whose beginning is then the host's; or a future, which becomes a task.
   *
   * @returns its value.
   * @throws (by rejecting) what the program fails with; otherwise as {@link TestExecutor.runAsync}. TypeError when
   * `program` is none of the three.
   *
   * @example
   * ```ts
   * import { sleep, spawn } from 'reveille';
   * import { TestExecutor } from 'reveille/testing';
   * import assert from 'node:assert/strict';
   *
   * const executor = new TestExecutor({ seed: 1 });
   * const answer = await executor.runUntilAsync(async () => {
   *   const nap = spawn(sleep(3_600_000)); // on this executor
   *   await sleep(1_000);
   *   await nap;
   *   return 'an hour later';
   * });
   * assert.equal(answer, 'an hour later');
   * assert.equal(executor.now(), 3_600_000);
   * ```
   */
  async runUntilAsync<T>(program: Future<T> | PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>)): Promise<T> {
    checkProgram(program);
    return isFuture(program) ? driveFuture(this.#runtime, program) : drivePromise(this.#runtime, program);
  }

  /** The end of the trace. @internal */
  lastLines(most: number): string {
    return this.#runtime.trace.toString(most);
  }

  /** Keeps this thread from being driven by others, until the answer is disposed. @internal */
  claim(): Disposable {
    return claim(this.#runtime);
  }

  /** Aborts all tasks, and runs their clean-ups in virtual time, with the promises of this thread. @internal */
  leave(): Promise<void> {
    return leaveAsync(this.#runtime);
  }

  /** Does something that belongs to the program under test. @internal */
  within<T>(action: () => T): T {
    return this.#runtime.within(action);
  }

  /**
   * Aborts all tasks, and runs their clean-ups in virtual time. What waits for promises goes on in microtasks, on the host's
   * clock.
   *
   * @throws PollError inside a task of this executor; the error of a clean-up that nobody joined; EndlessError when they
   * have not ended after another `maxPolls` polls, and are dropped where they stand.
   */
  override [Symbol.dispose](): void {
    try {
      if (!this.#runtime.isPolling) leave(this.#runtime);
    } finally {
      super[Symbol.dispose]();
    }
  }
}
