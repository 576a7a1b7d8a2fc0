import { blockOn } from '../block-on/block-on.js';
import { describe } from '../core/check.js';
import { offload } from '../threads/offload.js';
import { transfer } from '../threads/payload/transfer.js';
import { DEFAULT_TIMEOUT } from './defaults.js';
import { NoWorkerFunctionError } from './errors.js';
import { settingFor } from './setting.js';
import type { AnyFn, Syncify, SynckitOptions } from './types.js';
import { absolutePath } from './worker-file.js';

const PROGRAM = new URL('./host.worker.js', import.meta.url);

/** The functions of this thread, by the paths of their workers. */
const made = new Map<string, AnyFn>();

/**
 * Makes a function that blocks this thread while the function of a worker, an asynchronous one perhaps, runs on a thread of
 * its own. The thread starts at the first call, and keeps no process alive.
 *
 * A drop-in for synckit's: see docs/synckit.md for what is the same, and what is better.
 *
 * @param workerPath - the module that calls `runAsWorker`: an absolute path, or a `file:` URL. Asked for again, the same
 * path gives the same function, and other options for it are not looked at. Where its TypeScript source stands beside a
 * file outside of `node_modules`, and something can load it, that is the worker.
 * @param timeoutOrOptions - how long a call may take, in milliseconds; or {@link SynckitOptions}.
 * @returns the function. It throws what the worker's function throws; `TimeoutError` when a call takes too long, whose
 * answer is dropped then; `ThreadDiedError` when the thread ends; {@link NoWorkerFunctionError} when the module never calls
 * `runAsWorker`; and what the module throws when it loads.
 * @throws TypeError or RangeError when a parameter is wrong, ReveilleError when the worker is TypeScript and nothing loads it.
 *
 * @example
 * ```ts
 * import { createSyncFn } from 'reveille/synckit';
 * import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
 *
 * const folder = mkdtempSync('worker-');
 * writeFileSync(
 *   `${folder}/shout.mjs`,
 *   `import { runAsWorker } from 'reveille/synckit';
 *    runAsWorker(async (text) => text.toUpperCase());`,
 * );
 * const shout = createSyncFn<(text: string) => Promise<string>>(`${process.cwd()}/${folder}/shout.mjs`);
 * console.log(shout('now')); // NOW
 * rmSync(folder, { recursive: true });
 * ```
 */
export function createSyncFn<T extends AnyFn>(
  workerPath: URL | string,
  timeoutOrOptions?: SynckitOptions | number,
): Syncify<T> {
  const path = absolutePath(workerPath);
  const known = made.get(path);
  if (known !== undefined) return known as Syncify<T>;
  const options = typeof timeoutOrOptions === 'number' ? { timeout: timeoutOrOptions } : timeoutOrOptions;
  const fn = startWorkerThread<T>(path, options);
  made.set(path, fn);
  return fn as Syncify<T>;
}

/**
 * What `createSyncFn` does for a path that it has not seen: each call makes another function with a thread of its own.
 *
 * @param workerPath - the module that calls `runAsWorker`: an absolute path.
 * @param options - as for `createSyncFn`.
 * @returns the function.
 * @throws as `createSyncFn` does.
 *
 * @example
 * ```ts
 * import { startWorkerThread } from 'reveille/synckit';
 * import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
 *
 * const folder = mkdtempSync('worker-');
 * writeFileSync(
 *   `${folder}/count.mjs`,
 *   `import { runAsWorker } from 'reveille/synckit';
 *    let calls = 0;
 *    runAsWorker(() => ++calls);`,
 * );
 * const [one, other] = [1, 2].map(() => startWorkerThread<() => number>(`${process.cwd()}/${folder}/count.mjs`));
 * one?.();
 * console.log(one?.(), other?.()); // 2 1
 * rmSync(folder, { recursive: true });
 * ```
 */
export function startWorkerThread<T extends AnyFn, R = Awaited<ReturnType<T>>>(
  workerPath: string,
  options: SynckitOptions = {},
): (...args: Parameters<T>) => R {
  const path = absolutePath(workerPath);
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options: expected an object, got ${describe(options)}`);
  }
  const { timeout = DEFAULT_TIMEOUT, transferList } = options;
  if (transferList !== undefined && !Array.isArray(transferList)) {
    throw new TypeError(`transferList: expected a list, got ${describe(transferList)}`);
  }
  if (timeout !== undefined) checkTimeout(timeout, options.timeout === undefined ? 'SYNCKIT_TIMEOUT' : 'timeout');
  const { execArgv, plan } = settingFor(path, options);
  const limit = timeout === undefined ? undefined : { timeout };
  const host = offload<typeof import('./host.worker.js')>(PROGRAM, {
    name: path,
    execArgv,
    setUp: 'prepare',
    data: plan,
  });
  let moved = transferList;
  return function syncFn(...args) {
    const list = moved;
    moved = undefined;
    try {
      return blockOn(
        list === undefined ? host.workerFunction(...args) : host.workerFunctionWith(transfer([...args], list)),
        limit,
      ) as R;
    } catch (error) {
      throw NoWorkerFunctionError.of(error);
    }
  };
}

/** @throws TypeError or RangeError that names the option, or the variable. */
function checkTimeout(timeout: number, name: string): void {
  if (typeof timeout !== 'number') throw new TypeError(`${name}: expected a number, got ${typeof timeout}`);
  if (!(timeout >= 0)) throw new RangeError(`${name}: expected milliseconds, 0 or more, got ${timeout}`);
}
