import type { Task } from './task.js';

/**
 * The tasks that need polling, first in first out: a list linked through the tasks themselves, so queueing allocates
 * nothing and cannot overflow. (The seed's `task_queue`, a `VecDeque`.)
 */
export class ReadyList {
  #head: Task | null = null;
  #tail: Task | null = null;

  get isEmpty(): boolean {
    return this.#head === null;
  }

  push(task: Task): void {
    if (this.#tail === null) this.#head = task;
    else this.#tail.next = task;
    this.#tail = task;
  }

  /** Empties the list; answers its first task. The others follow by `next`. */
  takeAll(): Task | null {
    const head = this.#head;
    this.#head = null;
    this.#tail = null;
    return head;
  }

  /** Puts back what {@link ReadyList.takeAll} took and nobody polled, before all others. */
  putBack(first: Task | null): void {
    if (first === null) return;
    let last = first;
    while (last.next !== null) last = last.next;
    last.next = this.#head;
    if (this.#head === null) this.#tail = last;
    this.#head = first;
  }

  *[Symbol.iterator](): Generator<Task> {
    for (let task = this.#head; task !== null; task = task.next) yield task;
  }
}
