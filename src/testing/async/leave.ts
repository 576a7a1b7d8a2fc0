import type { Task } from '../../executor/task.js';
import { CANCELLING } from '../../executor/task-state.js';
import { drive } from './drive.js';
import type { TestRuntime } from './test-runtime.js';

/**
 * Aborts all tasks, and runs what they leave to clean up, in virtual time and as far as it needs no promise. What clean-ups
 * spawn runs on until nothing goes on any more, and is aborted then.
 *
 * @throws EndlessError when there is no end to that either; then nothing is left of it.
 */
export function leave(runtime: TestRuntime): void {
  const { eventLoop } = runtime;
  runtime.eventLoop = true; // a promise that is waited for is no deadlock
  runtime.startLeaving();
  try {
    abortAll(runtime);
    do while (runtime.live.length > 0 && goesOn(runtime)) runtime.round();
    while (abortAll(runtime));
  } catch (error) {
    runtime.discard(); // the host would take it over, in real time
    throw error;
  } finally {
    runtime.eventLoop = eventLoop;
  }
}

/** The same, with the promises of this thread. What waits for the host's timers, input or output is left to the host. */
export async function leaveAsync(runtime: TestRuntime): Promise<void> {
  leave(runtime);
  if (runtime.live.length === 0) return;
  let isStuck = false;
  const isOver = (): boolean => (isStuck || runtime.live.length === 0) && !abortAll(runtime);
  const rest = (): void => {
    isStuck = !runtime.timers.jump();
  };
  try {
    await drive(runtime, 'simulate', () => isOver, rest);
  } catch (error) {
    runtime.discard();
    throw error;
  }
}

/** Answers whether there was one to abort. */
function abortAll(runtime: TestRuntime): boolean {
  const tasks = runtime.live.filter(isNotAborted);
  for (const task of tasks) runtime.abort(task);
  return tasks.length > 0;
}

function isNotAborted(task: Task): boolean {
  return (task.state & CANCELLING) === 0;
}

function goesOn(runtime: TestRuntime): boolean {
  return runtime.hasWork() || runtime.timers.jump();
}
