import type { ReadyList } from './ready-list.js';
import { Task, type TaskId } from './task.js';
import { QUEUED } from './task-state.js';
import type { WakeQueue } from './wake-queue.js';

/**
 * A task as a snapshot shows it.
 *
 * @example
 * ```ts
 * import { Executor, pending, type TaskView } from 'reveille';
 *
 * const executor = new Executor();
 * executor.spawn(pending());
 * const view: TaskView | undefined = executor.snapshot().ready[0];
 * console.log(view?.future); // pending
 * ```
 */
export interface TaskView {
  /** The task's id. */
  readonly id: TaskId;
  /** What it is, and what it waits for. */
  readonly future: string;
}

/**
 * An executor's four parts at one moment, as the notes draw them. Other threads may go on queueing while it is taken.
 *
 * @example
 * ```ts
 * import { Executor, pending } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const executor = new Executor();
 * executor.spawn(pending());
 * assert.equal(executor.snapshot().ready.length, 1);
 * executor.runUntilStalled();
 * assert.equal(executor.snapshot().waiting.length, 1);
 * ```
 */
export interface Snapshot {
  /** Tasks that will be polled in the next round, in that order (`task_queue`). */
  readonly ready: readonly TaskView[];
  /** Tasks that wait to be woken (`waiting_tasks`). */
  readonly waiting: readonly TaskView[];
  /** Tasks woken by other threads that the executor has not taken in yet, latest first (`wake_queue`). */
  readonly wakeQueue: readonly TaskId[];
  /** Tasks whose waker is made: all of them, since it is made with the task (`waker_cache`). */
  readonly cachedWakers: readonly TaskId[];
}

export function snapshotOf(live: readonly Task[], ready: ReadyList, wakes: WakeQueue | undefined): Snapshot {
  const view = (task: Task): TaskView => ({ id: task.id, future: String(task.future) });
  const woken = wakes === undefined ? [] : [...wakes.queued()];
  return {
    ready: [...ready].filter((task) => task.future !== undefined).map(view),
    waiting: live.filter((task) => (task.state & QUEUED) === 0).map(view),
    wakeQueue: woken.flatMap((waker) => (waker instanceof Task ? [waker.id] : [])),
    cachedWakers: live.map((task) => task.id),
  };
}
