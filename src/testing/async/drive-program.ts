import { describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import type { Task } from '../../executor/task.js';
import { DONE } from '../../executor/task-state.js';
import { drive } from './drive.js';
import type { TestRuntime } from './test-runtime.js';
import { WatchedPromise } from './watched-promise.js';

/** For errors. */
const VERB = 'runUntilAsync';

/** What begins when it is driven, or a promise that began before. */
type Started<T> = PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>);

/** @throws TypeError when `program` is neither a function, nor a promise or a future. */
export function checkProgram(program: unknown): void {
  if (typeof program === 'function' || isThenable(program)) return;
  throw new TypeError(`program: expected an async function, a promise or a future, got ${describe(program)}`);
}

/** Drives an executor until a future is done, as a task of it. */
export async function driveFuture<T>(runtime: TestRuntime, future: Future<T>): Promise<T> {
  let task: Task | undefined;
  try {
    await drive(runtime, VERB, () => {
      const spawned = runtime.spawn(future);
      spawned.claim();
      task = spawned;
      return () => (spawned.state & DONE) !== 0;
    });
    return task?.outcome() as T;
  } finally {
    if (task !== undefined) runtime.abort(task); // nothing, if it is done
  }
}

/** Drives an executor until a promise is settled. It is no task: a program may wait for the end of all tasks. */
export async function drivePromise<T>(runtime: TestRuntime, program: Started<T>): Promise<T> {
  const controller = new AbortController();
  let watched: WatchedPromise<T> | undefined;
  try {
    await drive(runtime, VERB, () => {
      const started = watch(program, controller.signal);
      runtime.program = started;
      watched = started;
      return () => started.isSettled;
    });
    return watched?.take() as T;
  } finally {
    runtime.program = undefined;
    if (watched?.isSettled !== true) controller.abort();
  }
}

function watch<T>(program: Started<T>, signal: AbortSignal): WatchedPromise<T> {
  if (typeof program !== 'function') return new WatchedPromise(program, '');
  const promise = program(signal);
  if (isThenable(promise)) return new WatchedPromise(promise, program.name);
  throw new TypeError(`program: expected to be given a promise, but the function returned ${describe(promise)}`);
}

function isThenable(value: unknown): boolean {
  return typeof (value as Partial<PromiseLike<unknown>> | undefined | null)?.then === 'function';
}
