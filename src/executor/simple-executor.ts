import { checkFuture } from '../core/check.js';
import { type Context, HOST_SERVICES, type Services } from '../core/context.js';
import type { Future } from '../core/future.js';
import { PENDING } from '../core/poll.js';
import { Waker } from '../core/waker.js';
import { TimerHeap } from '../time/timer-heap.js';
import { DEFAULT_BUDGET } from './options.js';

/**
 * The first executor of chapter 12: a queue of tasks, polled round and round with a waker that does nothing. It never
 * sleeps and never asks whether polling is worth while. To learn from; use {@link Executor} for work.
 *
 * Corresponds to `SimpleExecutor` of Blog OS.
 *
 * @example
 * ```ts
 * import { co, SimpleExecutor } from 'reveille';
 *
 * const executor = new SimpleExecutor();
 * executor.spawn(co(function* () {
 *   console.log('async number: 42');
 * }));
 * executor.run(); // async number: 42
 * ```
 */
export class SimpleExecutor {
  readonly #tasks: Future<unknown>[] = [];
  readonly #timers = new TimerHeap();

  /**
   * Adds a task.
   *
   * @throws TypeError when `future` is not a future.
   */
  spawn(future: Future<unknown>): void {
    checkFuture('future', future);
    this.#tasks.push(future);
  }

  /**
   * Polls all tasks in turn until none is left, burning the processor meanwhile. A task that never ends is polled for
   * ever: there is nothing here that could tell.
   *
   * @throws the first error of a task; that task is gone, the others stay.
   */
  run(): void {
    const services: Services = {
      ...HOST_SERVICES,
      eventLoop: false,
      timers: this.#timers,
      budget: DEFAULT_BUDGET,
      adopt: (f) => this.spawn(f),
    };
    const cx: Context = { waker: Waker.noop(), services };
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      this.#timers.fireDue();
      if (task.poll(cx) === PENDING) this.#tasks.push(task);
    }
  }
}
