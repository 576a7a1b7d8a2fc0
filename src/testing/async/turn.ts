import type { Services } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import type { Awaited } from '../../core/stand-in.js';
import { type Scheduler, Task, type TaskId } from '../../executor/task.js';
import { CANCELLED, DONE, FAILED } from '../../executor/task-state.js';
import { nameOf } from './name-of.js';
import { toldFailure } from './told-failure.js';

/** What can go next. */
export type Turn = TestTask | AwaitTurn;

/** A task of a TestExecutor. Its number counts from 1 on each executor, so that the same run has the same numbers. */
export class TestTask extends Task {
  override readonly id: TaskId;
  /** What it was when it was spawned. */
  readonly title: string;
  /** Whether its executor has heard of it. */
  known = false;

  constructor(services: Scheduler & Services, future: Future<unknown>, id: TaskId) {
    super(services, future);
    this.id = id;
    this.title = `task ${id} (${nameOf(future)})`;
  }

  override toString(): string {
    return `task ${this.id} (${nameOf(this.future ?? 'over')})`;
  }

  /** What came of its latest poll. */
  get report(): string {
    if ((this.state & DONE) === 0) return `waits: ${nameOf(this.future ?? 'over')}`;
    if ((this.state & FAILED) !== 0) return `task ${this.id} failed: ${toldFailure(this.result)}`;
    return (this.state & CANCELLED) !== 0 ? `task ${this.id} was aborted` : `task ${this.id} is done`;
  }
}

/** A future that an async function awaits. Its number is negative: tasks have the others. */
export class AwaitTurn {
  readonly title: string;

  constructor(
    readonly id: number,
    readonly awaited: Awaited,
  ) {
    this.title = `await ${-id} (${nameOf(awaited)})`;
  }

  get report(): string {
    return `await ${-this.id} ${this.awaited.isDone ? 'is over' : 'waits'}`;
  }

  toString(): string {
    return `await ${-this.id} (${nameOf(this.awaited)})`;
  }
}
