/**
 * Base of the errors that only this library throws, so that `catch` can tell them from the program's own. Bad arguments
 * are plain `TypeError` and `RangeError`, as everywhere in JavaScript.
 *
 * @example
 * ```ts
 * import { blockOn, pending, ReveilleError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * assert.throws(() => blockOn(pending()), ReveilleError);
 * ```
 */
export class ReveilleError extends Error {
  override name = 'ReveilleError';
}

/**
 * A waker was used after it was consumed by `wake()` or dropped, or was given away while it was only borrowed.
 * In Rust the compiler refuses such a program.
 *
 * @example
 * ```ts
 * import { Waker, WakerError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const waker = Waker.from({ wake() {} });
 * waker.wake();
 * assert.throws(() => waker.wakeByRef(), WakerError);
 * ```
 */
export class WakerError extends ReveilleError {
  override name = 'WakerError';
}

/**
 * A future was polled (or awaited) after it had answered its value, failed or been dropped, or while a poll of it was
 * running. Rust's futures panic.
 *
 * @example
 * ```ts
 * import { blockOn, PollError, ready } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const future = ready(1);
 * blockOn(future);
 * assert.throws(() => blockOn(future), PollError);
 * ```
 */
export class PollError extends ReveilleError {
  override name = 'PollError';
}

/**
 * Blocking would last for ever: what is awaited can only be done by this thread's own event loop, or nobody is left who
 * could wake it. The message names what was awaited.
 *
 * @example
 * ```ts
 * import { blockOn, DeadlockError, fromPromise } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const later = new Promise((resolve) => setTimeout(resolve, 1));
 * assert.throws(() => blockOn(fromPromise(later)), DeadlockError);
 * ```
 */
export class DeadlockError extends ReveilleError {
  override name = 'DeadlockError';
}

/**
 * A time limit passed. The message says what was pending; the future that missed the limit was dropped.
 *
 * Corresponds to `tokio::time::error::Elapsed`.
 *
 * @example
 * ```ts
 * import { blockOn, sleep, TimeoutError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * assert.throws(() => blockOn(sleep(60_000), { timeout: 1 }), TimeoutError);
 * ```
 */
export class TimeoutError extends ReveilleError {
  override name = 'TimeoutError';
}

/**
 * The task was aborted before it was done.
 *
 * Corresponds to a `tokio::task::JoinError` whose `is_cancelled()` is true.
 *
 * @example
 * ```ts
 * import { CancelledError, Executor, pending } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const executor = new Executor();
 * const handle = executor.spawn(pending());
 * handle.abort();
 * assert.throws(() => executor.runUntil(handle), CancelledError);
 * ```
 */
export class CancelledError extends ReveilleError {
  override name = 'CancelledError';
}

/**
 * This thread may not block: it is a browser's main thread, where `Atomics.wait` is refused. The message says what to
 * do instead.
 *
 * @example
 * ```ts
 * import { BlockingError, ReveilleError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * assert.ok(new BlockingError('no') instanceof ReveilleError);
 * ```
 */
export class BlockingError extends ReveilleError {
  override name = 'BlockingError';
}

/**
 * A handle or buffer from elsewhere does not hold what it should: wrong magic, wrong version, wrong size.
 *
 * @example
 * ```ts
 * import { HandleError } from 'reveille';
 * import { SharedArrayQueue } from 'reveille/queue';
 * import assert from 'node:assert/strict';
 *
 * assert.throws(() => SharedArrayQueue.attach(new SharedArrayBuffer(64)), HandleError);
 * ```
 */
export class HandleError extends ReveilleError {
  override name = 'HandleError';
}
