import { describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import type { Task } from '../../executor/task.js';
import { DONE } from '../../executor/task-state.js';
import { drive } from './drive.js';
import { isFuture, isThenable, kindOfFunction, toldKind } from './kinds.js';
import type { TestRuntime } from './test-runtime.js';
import { WatchedPromise } from './watched-promise.js';

/** For errors. */
const VERB = 'runUntilAsync';

/** What begins when it is driven. */
type Beginning<T> = (signal: AbortSignal) => PromiseLike<T>;

/** @throws TypeError when `program` is neither a function, nor a promise or a future. */
export function checkProgram(program: unknown): void {
  const kind = kindOfFunction(program);
  if (kind === 'function' || kind === 'asynchronous function' || isThenable(program) || isFuture(program)) return;
  const hint = kind === 'generator function' ? ' (call co on it)' : '';
  throw new TypeError(`program: expected an async function, a promise or a future, got ${toldKind(program)}${hint}`);
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
export async function drivePromise<T>(runtime: TestRuntime, program: PromiseLike<T> | Beginning<T>): Promise<T> {
  const controller = new AbortController();
  // At once, if it has begun: when this thread is not free, nobody else hears of what it comes to.
  let watched = typeof program === 'function' ? undefined : new WatchedPromise(program, '');
  try {
    await drive(runtime, VERB, () => {
      const started = watched ?? begin(program as Beginning<T>, controller.signal);
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

function begin<T>(program: Beginning<T>, signal: AbortSignal): WatchedPromise<T> {
  const promise = program(signal);
  if (isThenable(promise)) return new WatchedPromise(promise, program.name);
  throw new TypeError(`program: expected to be given a promise, but the function returned ${describe(promise)}`);
}
