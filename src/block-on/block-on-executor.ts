import type { Future } from '../core/future.js';
import { Executor } from '../executor/executor.js';

/**
 * Blocks this thread until `future` is done, on an executor made for this call: the first design one thinks of, kept for
 * comparison. The future may not spawn on that executor; nothing else runs beside it.
 *
 * Corresponds to `Executor::new(); spawn(Task::new(f)); run()`.
 *
 * @param future - what to wait for; used up, whatever happens.
 * @returns its value.
 * @throws as `Executor.runUntil`.
 *
 * @example
 * ```ts
 * import { blockOnExecutor, ready } from 'reveille';
 *
 * console.log(blockOnExecutor(ready(42))); // 42
 * ```
 */
export function blockOnExecutor<T>(future: Future<T>): T {
  const executor = new Executor();
  try {
    return executor.runUntil(future);
  } finally {
    end(executor);
  }
}

/** Runs what dropped futures still clean up; what outlives the call is the host's. */
function end(executor: Executor): void {
  try {
    executor.run();
  } finally {
    executor[Symbol.dispose]();
  }
}
