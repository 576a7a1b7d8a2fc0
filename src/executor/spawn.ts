import type { Future } from '../core/future.js';
import { Executor } from './executor.js';
import { eventLoop } from './idle/event-loop.js';
import type { JoinHandle } from './join-handle.js';

let executor: Executor | undefined;

/** An executor that takes the place of this thread's own, while a test drives the thread. */
export const spawning: { on: Executor | undefined } = { on: undefined };

/**
 * Runs a future as a task on this thread's event loop, beside promises and timers, on an executor that is made at the
 * first call. While a `TestExecutor` of `reveille/testing` runs, the task is spawned on that one.
 *
 * Corresponds to `tokio::spawn`, `wasm_bindgen_futures::spawn_local`.
 *
 * @param future - what the task does; the executor owns it from now on.
 * @returns a handle that joins or aborts it, and may be ignored.
 * @throws TypeError when `future` is not a future.
 *
 * @example
 * ```ts
 * import { co, sleep, spawn } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const handle = spawn(co(function* () {
 *   yield* sleep(1);
 *   return 'done';
 * }));
 * assert.equal(await handle, 'done');
 * ```
 */
export function spawn<T>(future: Future<T>): JoinHandle<T> {
  if (spawning.on !== undefined) return spawning.on.spawn(future);
  executor ??= new Executor({ idle: eventLoop() });
  return executor.spawn(future);
}
