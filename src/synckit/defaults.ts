import type { TsRunner } from './ts-runner.js';
import type { GlobalShim } from './types.js';

const { SYNCKIT_EXEC_ARGV, SYNCKIT_GLOBAL_SHIMS, SYNCKIT_TIMEOUT, SYNCKIT_TS_RUNNER } = process.env;

/**
 * How long a call may take, in milliseconds, unless its options say so: the environment's `SYNCKIT_TIMEOUT`, or
 * `undefined`, which is as long as it takes. NaN, when the variable is no number; then `createSyncFn` throws.
 *
 * @example
 * ```ts
 * import { DEFAULT_TIMEOUT } from 'reveille/synckit';
 *
 * console.log(DEFAULT_TIMEOUT); // undefined
 * ```
 */
export const DEFAULT_TIMEOUT: number | undefined = SYNCKIT_TIMEOUT ? millisecondsIn(SYNCKIT_TIMEOUT) : undefined;

/**
 * Node's options for workers, unless their own options say so: the environment's `SYNCKIT_EXEC_ARGV`, split at commas.
 *
 * @example
 * ```ts
 * import { DEFAULT_EXEC_ARGV } from 'reveille/synckit';
 *
 * console.log(DEFAULT_EXEC_ARGV.length); // 0
 * ```
 */
export const DEFAULT_EXEC_ARGV: string[] = SYNCKIT_EXEC_ARGV ? SYNCKIT_EXEC_ARGV.split(',') : [];

/**
 * What loads workers in TypeScript, unless their options say so: the environment's `SYNCKIT_TS_RUNNER`.
 *
 * @example
 * ```ts
 * import { DEFAULT_TS_RUNNER } from 'reveille/synckit';
 *
 * console.log(DEFAULT_TS_RUNNER); // undefined
 * ```
 */
export const DEFAULT_TS_RUNNER: TsRunner | undefined = (SYNCKIT_TS_RUNNER || undefined) as TsRunner | undefined;

/**
 * Whether workers get {@link DEFAULT_GLOBAL_SHIMS_PRESET}, unless their options say so: whether the environment's
 * `SYNCKIT_GLOBAL_SHIMS` is `1` or `true`.
 *
 * @example
 * ```ts
 * import { DEFAULT_GLOBAL_SHIMS } from 'reveille/synckit';
 *
 * console.log(DEFAULT_GLOBAL_SHIMS); // false
 * ```
 */
export const DEFAULT_GLOBAL_SHIMS: boolean = SYNCKIT_GLOBAL_SHIMS === '1' || SYNCKIT_GLOBAL_SHIMS === 'true';

/**
 * The globals that `globalShims: true` stands for: `fetch` and `performance`, which every Node has by now.
 *
 * @example
 * ```ts
 * import { DEFAULT_GLOBAL_SHIMS_PRESET } from 'reveille/synckit';
 *
 * console.log(DEFAULT_GLOBAL_SHIMS_PRESET.map(({ globalName }) => globalName)); // [ 'fetch', 'performance' ]
 * ```
 */
export const DEFAULT_GLOBAL_SHIMS_PRESET: GlobalShim[] = [
  { moduleName: 'node-fetch-native', globalName: 'fetch', named: 'fetch' },
  { moduleName: 'node:perf_hooks', globalName: 'performance', named: 'performance' },
];

/** Blanks would be 0, which ends each call at once. */
function millisecondsIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
