import { ReveilleError } from '../core/errors.js';

/**
 * The thread that a call ran on has ended before it answered: by an uncaught error, `process.exit`, want of memory, or
 * because it was ended for a call that did not heed its cancelling. `cause` is what ended it, as far as it is known.
 *
 * Corresponds to a `tokio::task::JoinError` whose `is_panic()` is true.
 *
 * @example
 * ```ts
 * import { ReveilleError } from 'reveille';
 * import { ThreadDiedError } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * assert.ok(new ThreadDiedError('thread 1 has ended') instanceof ReveilleError);
 * ```
 */
export class ThreadDiedError extends ReveilleError {
  override name = 'ThreadDiedError';
}

/**
 * The module that a thread was to host could not be loaded: it is not there, has a syntax error, or threw. `cause` is the
 * error.
 *
 * @example
 * ```ts
 * import { ReveilleError } from 'reveille';
 * import { ModuleError } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * assert.ok(new ModuleError('no such file') instanceof ReveilleError);
 * ```
 */
export class ModuleError extends ReveilleError {
  override name = 'ModuleError';
}

/**
 * A call was to be made at once (`try`), and as many calls wait as may wait.
 *
 * Corresponds to `crossbeam_channel::TrySendError::Full`.
 *
 * @example
 * ```ts
 * import { ReveilleError } from 'reveille';
 * import { PoolFullError } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * assert.ok(new PoolFullError('100 calls wait') instanceof ReveilleError);
 * ```
 */
export class PoolFullError extends ReveilleError {
  override name = 'PoolFullError';
}

/**
 * The pool, or the offloaded module, was closed.
 *
 * Corresponds to a `tokio::task::JoinError` of a runtime that was shut down.
 *
 * @example
 * ```ts
 * import { ReveilleError } from 'reveille';
 * import { PoolClosedError } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * assert.ok(new PoolClosedError('closed') instanceof ReveilleError);
 * ```
 */
export class PoolClosedError extends ReveilleError {
  override name = 'PoolClosedError';
}
