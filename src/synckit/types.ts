import type { TsRunner } from './ts-runner.js';

/**
 * Any function. What nobody gave a type is untyped, as with synckit.
 *
 * @example
 * ```ts
 * import type { AnyFn, Syncify } from 'reveille/synckit';
 *
 * const call = <T extends AnyFn>(fn: Syncify<T>, ...args: Parameters<T>) => fn(...args);
 * console.log(call((a: number) => a + 1, 1)); // 2
 * ```
 */
// biome-ignore-start lint/suspicious/noExplicitAny: programs that don't name their worker's type rely on it
export type AnyFn<R = any, T extends any[] = any[]> = (...args: T) => R;
// biome-ignore-end lint/suspicious/noExplicitAny: the same

/**
 * The function that blocks, of one that answers a promise.
 *
 * @example
 * ```ts
 * import type { Syncify } from 'reveille/synckit';
 *
 * const double: Syncify<(x: number) => Promise<number>> = (x) => 2 * x;
 * console.log(double(4)); // 8
 * ```
 */
export type Syncify<T extends AnyFn> = (...args: Parameters<T>) => Awaited<ReturnType<T>>;

/**
 * A global that the worker gets before its module loads. A shim whose module is not installed is left out.
 *
 * @example
 * ```ts
 * import type { GlobalShim } from 'reveille/synckit';
 *
 * const shim: GlobalShim = { moduleName: 'node:perf_hooks', globalName: 'performance', named: 'performance' };
 * console.log(shim.moduleName); // node:perf_hooks
 * ```
 */
export interface GlobalShim {
  /** What is imported, as seen from the worker's file. */
  moduleName: string;
  /** The name of the global; without one, the module is imported for its effects. */
  globalName?: string;
  /** The export: `undefined` or `''` is the default one, `null` all of them. */
  named?: string | null;
  /** `false`: also where there is such a global already. */
  conditional?: boolean;
}

/**
 * How to start a worker, and how to call it.
 *
 * @example
 * ```ts
 * import type { SynckitOptions } from 'reveille/synckit';
 *
 * const options: SynckitOptions = { timeout: 10_000, execArgv: ['--no-warnings'] };
 * console.log(options.timeout); // 10000
 * ```
 */
export interface SynckitOptions {
  /** Node's options for the worker; by default those of `SYNCKIT_EXEC_ARGV`, which are separated by commas, or none. */
  execArgv?: string[];
  /** Globals for the worker; `true` stands for `DEFAULT_GLOBAL_SHIMS_PRESET`. By default, `SYNCKIT_GLOBAL_SHIMS` says. */
  globalShims?: GlobalShim[] | boolean;
  /** How long a call may take, in milliseconds; by default `SYNCKIT_TIMEOUT`, or as long as it takes. */
  timeout?: number;
  /** What goes to the worker with the first call, instead of a copy. */
  transferList?: object[];
  /** What loads a worker in TypeScript; by default `SYNCKIT_TS_RUNNER`, or what is there. */
  tsRunner?: TsRunner;
}
