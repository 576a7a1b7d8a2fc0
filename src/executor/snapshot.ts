import { home } from '../camp/home.js';
import type { ReadyList } from './ready-list.js';
import type { Task, TaskId } from './task.js';
import { QUEUED } from './task-state.js';

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
 * An executor's four parts at one moment, named after those of chapter 12's executor. Other threads may go on queueing while it is taken.
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
  /** Tasks that will be polled in this round or the next, in that order (`task_queue`). */
  readonly ready: readonly TaskView[];
  /** Tasks that wait to be woken (`waiting_tasks`). */
  readonly waiting: readonly TaskView[];
  /** Tasks woken by other threads that the executor has not taken in yet, latest first (`wake_queue`). */
  readonly wakeQueue: readonly TaskId[];
  /** Tasks whose waker is made: all of them, since it is made with the task (`waker_cache`). */
  readonly cachedWakers: readonly TaskId[];
}

/**
 * The tasks that a running round has taken and not polled yet, in order. Only the round's native frame has the head of
 * their list (to keep it anywhere else would cost a store a poll), so it is found as the one that no other points to.
 */
function unpolled(live: readonly Task[], ready: ReadyList): Task[] {
  const taken = new Set(live.filter((task) => (task.state & QUEUED) !== 0));
  for (const task of ready) taken.delete(task);
  const heads = new Set(taken);
  for (const task of taken) {
    let { next } = task;
    while (next !== null && !taken.has(next)) next = next.next; // past those that were aborted meanwhile
    if (next !== null) heads.delete(next);
  }
  const [head = null] = heads;
  const tasks: Task[] = [];
  for (let task = head; task !== null; task = task.next) tasks.push(task);
  return tasks;
}

export function snapshotOf(live: readonly Task[], ready: ReadyList): Snapshot {
  const view = (task: Task): TaskView => ({ id: task.id, future: String(task.future) });
  const own = new Set<unknown>(live); // the thread's other executors have their wakes in the same stack
  const woken = [...new Set(home.queued())].filter((waker): waker is Task => own.has(waker));
  return {
    ready: [...unpolled(live, ready), ...ready].filter((task) => task.future !== undefined).map(view),
    waiting: live.filter((task) => (task.state & QUEUED) === 0).map(view),
    wakeQueue: woken.map((task) => task.id),
    cachedWakers: live.map((task) => task.id),
  };
}
