import { checkOptions, describe } from '../core/check.js';

const LIMITS = ['maxOldGenerationSizeMb', 'maxYoungGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'] as const;

/** As somebody gave them. */
interface ThreadOptions {
  readonly resourceLimits?: unknown;
  readonly execArgv?: unknown;
  readonly env?: unknown;
  readonly data?: unknown;
}

/**
 * Checks what each thread is started with, before there is any: the first call would be too late to hear of it.
 *
 * @throws TypeError or RangeError naming what is wrong.
 */
export function checkThreadOptions({ resourceLimits, execArgv, env, data }: ThreadOptions): void {
  if (resourceLimits !== undefined) checkLimits(resourceLimits);
  if (execArgv !== undefined && !(Array.isArray(execArgv) && execArgv.every((flag) => typeof flag === 'string'))) {
    throw new TypeError(`options.execArgv: expected an array of strings, got ${describe(execArgv)}`);
  }
  if (env !== undefined) checkVariables(env);
  if (data !== undefined) checkData(data);
}

function checkLimits(limits: unknown): void {
  checkOptions('options.resourceLimits', limits, LIMITS);
  for (const key of LIMITS) {
    const limit = (limits as Record<string, unknown>)[key];
    if (limit === undefined) continue;
    const name = `options.resourceLimits.${key}`;
    if (typeof limit !== 'number') throw new TypeError(`${name}: expected a number, got ${describe(limit)}`);
    if (!(limit > 0 && limit < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name}: expected a number of MiB above 0, got ${limit}`);
    }
  }
}

function checkVariables(env: unknown): void {
  if (typeof env !== 'object' || env === null || Array.isArray(env)) {
    throw new TypeError(`options.env: expected an object, got ${describe(env)}`);
  }
  for (const [key, value] of Object.entries(env)) {
    if (value !== undefined && typeof value !== 'string') {
      throw new TypeError(`options.env.${key}: expected a string, got ${describe(value)}`);
    }
  }
}

/** By a clone of it, which each thread will cost as well. */
function checkData(data: unknown): void {
  try {
    structuredClone(data);
  } catch (cause) {
    throw new TypeError(`options.data: expected what can be structured-cloned: ${(cause as Error).message}`, { cause });
  }
}
