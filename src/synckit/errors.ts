import { ReveilleError } from '../core/errors.js';

/**
 * A worker's module has loaded and waits for nothing, but has not called `runAsWorker`. Perhaps it took that from another
 * package. The message names the file.
 *
 * @example
 * ```ts
 * import { createSyncFn, NoWorkerFunctionError } from 'reveille/synckit';
 * import assert from 'node:assert/strict';
 * import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
 *
 * const folder = mkdtempSync('no-worker-');
 * writeFileSync(`${folder}/worker.mjs`, 'export const answer = 42;');
 * const fn = createSyncFn(`${process.cwd()}/${folder}/worker.mjs`);
 * assert.throws(() => fn(), NoWorkerFunctionError);
 * rmSync(folder, { recursive: true });
 * ```
 */
export class NoWorkerFunctionError extends ReveilleError {
  override name = 'NoWorkerFunctionError';

  /** The error itself, of its class again if it is one that came from another thread. @internal */
  static of(error: unknown): unknown {
    if (!(error instanceof Error) || error.name !== 'NoWorkerFunctionError') return error;
    return new NoWorkerFunctionError(error.message, { cause: error });
  }
}
