import type { Services } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import type { Awaited } from '../../core/stand-in.js';
import { type Scheduler, Task, type TaskId } from '../../executor/task.js';

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
    this.title = `task ${id} (${future})`;
  }
}

/** A future that an async function awaits. Its number is negative: tasks have the others. */
export class AwaitTurn {
  readonly title: string;

  constructor(
    readonly id: number,
    readonly awaited: Awaited,
  ) {
    this.title = `await ${-id} (${awaited})`;
  }

  toString(): string {
    return `await ${-this.id} (${this.awaited})`;
  }
}
