import type { Task } from './task.js';

/**
 * Errors of tasks that nobody has begun to join. On a thread that blocks, `raise` throws what is still unclaimed. On an
 * event loop the host's own rule for rejected promises does the same, to the turn: the error becomes a rejection, and
 * claiming it handles that rejection.
 */
export class Failures {
  readonly #eventLoop: boolean;
  #unclaimed: Task[] = [];

  constructor(eventLoop: boolean) {
    this.#eventLoop = eventLoop;
  }

  add(task: Task): void {
    if (this.#eventLoop) task.rejection = Promise.reject(task.result);
    else this.#unclaimed.push(task);
  }

  /** @throws the error that nobody claimed; an AggregateError when there are several. */
  raise(): void {
    if (this.#unclaimed.length === 0) return;
    const errors = this.#unclaimed.filter((task) => !task.claimed).map((task) => task.result);
    this.#unclaimed = [];
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} tasks failed, and nobody joined them`);
  }
}
