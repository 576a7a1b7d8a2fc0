import { CancelledError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { LentWaker } from '../core/lent-waker.js';
import type { WakerHandle } from '../core/waker.js';
import { hooks } from '../trace/hooks.js';
import type { Joiner } from './joiners.js';
import { CANCELLED, DONE, FAILED, QUEUED } from './task-state.js';

/**
 * Names a task: a number that counts up from 1 on each thread and is never used again, so no task can be spawned under
 * the id of another.
 *
 * Corresponds to `tokio::task::Id`.
 *
 * @example
 * ```ts
 * import { Executor, ready, type TaskId } from 'reveille';
 *
 * const executor = new Executor();
 * const first: TaskId = executor.spawn(ready(1)).id;
 * const second: TaskId = executor.spawn(ready(2)).id;
 * console.log(second - first); // 1
 * ```
 */
export type TaskId = number;

let lastId = 0;

/** What a task asks of its executor. */
export interface Scheduler {
  /** Puts the task at the end of the ready list. */
  enqueue(task: Task): void;
  /** Gives the task a slot in the camp. */
  share(task: Task): WakerHandle;
  /** Other threads do what the task waits for. */
  expectOthers(task: Task): void;
}

/**
 * A future on an executor: the state of its scheduling, its waker and its context, in one object. A wake is a flag and
 * a link. (Separate objects cost 13 ns a poll against 10, and a million live tasks twice the memory.)
 *
 * The seed's `waker_cache` is this identity: the waker is made once, with the task.
 */
export class Task extends LentWaker {
  readonly id: TaskId = ++lastId;
  state = 0;
  /** The next task in the ready list. */
  next: Task | null = null;
  /** Where the task stands among the live ones. */
  index = -1;
  /** Its slot in the camp, once it was shared. */
  slot = 0;
  /** Undefined once the task is over. */
  future: Future<unknown> | undefined;
  /** The value it answered, or the error it failed with. */
  result: unknown = undefined;
  /** Wakes whoever joins. */
  joiner: Joiner | null = null;
  /** Whether somebody asked for the outcome, so that an error is not an uncaught one. */
  claimed = false;
  /** On an event loop: the rejection that an unclaimed error became. */
  rejection: Promise<never> | null = null;

  constructor(
    readonly services: Scheduler & LentWaker['services'],
    future: Future<unknown>,
  ) {
    super();
    this.future = future;
  }

  override wakeByRef(): void {
    if ((this.state & (QUEUED | DONE)) !== 0) return;
    this.state |= QUEUED;
    this.services.enqueue(this);
    if (hooks.on !== undefined) hooks.on.wake?.(this.id); // last: an observer that throws must not lose the wake
  }

  override share(): WakerHandle {
    return this.services.share(this);
  }

  override expectOthers(): void {
    this.services.expectOthers(this);
  }

  /** Somebody asks for the outcome. */
  claim(): void {
    this.claimed = true;
    this.rejection?.catch(() => {}); // handled from now on
    this.rejection = null;
  }

  /** The value of a task that is over, or its error, thrown. */
  outcome(): unknown {
    if ((this.state & CANCELLED) !== 0) throw new CancelledError(`task ${this.id} was aborted`);
    if ((this.state & FAILED) !== 0) throw this.result;
    return this.result;
  }

  override toString(): string {
    return `task ${this.id} (${this.future ?? 'over'})`;
  }
}
