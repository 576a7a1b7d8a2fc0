import { checkDuration, checkInteger, checkOptions, describe } from '../core/check.js';
import { checkThreadOptions } from './thread-options.js';

/**
 * How the threads of an offloaded module, or of a pool, are made.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { offload, type OffloadOptions } from 'reveille/threads';
 *
 * const options: OffloadOptions = { name: 'answers', resourceLimits: { maxOldGenerationSizeMb: 64 } };
 * using api = offload<{ answer(): number }>(new URL('data:text/javascript,export const answer = () => 42'), options);
 * console.log(blockOn(api.answer())); // 42
 * ```
 */
export interface OffloadOptions {
  /** What errors and debuggers call the threads; the module's address by default. */
  readonly name?: string | undefined;
  /** How many calls may run on one thread at the same time: a whole number from 1; for `offload` as many as come, for `pool` 1. */
  readonly concurrency?: number | undefined;
  /** How many calls may wait for a thread: a whole number from 1 to 1,048,576; 65,536 by default. */
  readonly queue?: number | undefined;
  /** How many levels of priority there are: a whole number from 1 to 8; 1 by default. Each has a queue of its own. */
  readonly priorities?: number | undefined;
  /** The most shared memory, in bytes, for arguments and answers that are under way; 256 MiB by default. It is taken when it is needed. */
  readonly memory?: number | undefined;
  /**
   * How long a call may run on after it was cancelled, in milliseconds, before its thread is ended and replaced; as long as
   * it likes by default, until the pool is closed. What else runs on that thread ends with it.
   */
  readonly grace?: number | undefined;
  /**
   * How long a thread that has nothing to do looks for calls before it sleeps, at most, in milliseconds; 0.3 by default, 0 where there
   * is only one processor. It looks for less long while that is in vain, or other threads want its processor. 0 sleeps at once: it
   * costs no processor time then, and each call some fifty microseconds more.
   */
  readonly looking?: number | undefined;
  /** An export that is called, and awaited, when a thread has loaded the module, before any call. */
  readonly setUp?: string | undefined;
  /** An export that is called, and awaited, when a thread ends because it is not needed any more. */
  readonly tearDown?: string | undefined;
  /** What the function that sets up is called with; structured-cloneable. */
  readonly data?: unknown;
  /** See Node's `Worker`. */
  readonly resourceLimits?: ResourceLimits | undefined;
  /** See Node's `Worker`: flags of the threads, which have to be ones for workers; what they inherit by default. */
  readonly execArgv?: readonly string[] | undefined;
  /** See Node's `Worker`: environment variables of the threads; a copy of this one's by default. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** How many threads may call at the same time, those of the pool not counted: a whole number from 1 to 1024; 64 by default. */
  readonly callers?: number | undefined;
}

/**
 * What a thread may use; as Node has it.
 *
 * @example
 * ```ts
 * import type { ResourceLimits } from 'reveille/threads';
 *
 * const limits: ResourceLimits = { maxOldGenerationSizeMb: 64 };
 * console.log(limits.maxOldGenerationSizeMb); // 64
 * ```
 */
export interface ResourceLimits {
  /** Heap for long-lived objects, in MiB. */
  readonly maxOldGenerationSizeMb?: number;
  /** Heap for recent objects, in MiB. */
  readonly maxYoungGenerationSizeMb?: number;
  /** Memory for generated code, in MiB. */
  readonly codeRangeSizeMb?: number;
  /** The stack, in MiB. */
  readonly stackSizeMb?: number;
}

/**
 * How a pool is made.
 *
 * @example
 * ```ts
 * import { pool, type PoolOptions } from 'reveille/threads';
 *
 * const options: PoolOptions = { threads: { min: 1, max: 4 }, idle: 10_000 };
 * using p = pool<{ one(): number }>(new URL('data:text/javascript,export const one = () => 1'), options);
 * console.log(await p.one()); // 1
 * ```
 */
export interface PoolOptions extends OffloadOptions {
  /** How many threads there are: a whole number from 1 to 256, or the fewest and the most; 0 to as many as there are processors by default. */
  readonly threads?: number | { readonly min?: number; readonly max?: number } | undefined;
  /** How long a thread waits for work before it ends, in milliseconds, if there are more than `threads.min`; 10,000 by default. */
  readonly idle?: number | undefined;
}

/** Options, checked and complete. */
export interface Settings {
  readonly name: string;
  readonly module: string;
  readonly fewest: number;
  readonly most: number;
  readonly concurrency: number;
  readonly queue: number;
  readonly priorities: number;
  readonly memory: number;
  readonly grace: number;
  readonly idle: number;
  readonly looking: number;
  /** How many threads have places: callers, workers and as many that take the place of those that block or die, owner and watcher. */
  readonly seats: number;
  readonly options: OffloadOptions;
}

const OFFLOAD = [
  'name',
  'concurrency',
  'queue',
  'priorities',
  'memory',
  'grace',
  'looking',
  'setUp',
  'tearDown',
  'data',
  'resourceLimits',
  'execArgv',
  'env',
  'callers',
];

/** @throws TypeError or RangeError naming what is wrong. */
export function settingsOf(module: string | URL, options: PoolOptions, isPool: boolean): Settings {
  checkOptions('options', options, isPool ? [...OFFLOAD, 'threads', 'idle'] : OFFLOAD);
  const url = urlOf(module);
  const { queue = 65_536, priorities = 1, memory = 2 ** 28, callers = 64, idle = 10_000 } = options;
  const { looking = processors() > 1 ? 0.3 : 0 } = options;
  const { concurrency = isPool ? 1 : Number.POSITIVE_INFINITY, grace = Number.POSITIVE_INFINITY, name } = options;
  checkInteger('options.queue', queue, 1, 2 ** 20);
  checkInteger('options.priorities', priorities, 1, 8);
  checkInteger('options.memory', memory, 2 ** 16, 2 ** 31);
  checkInteger('options.callers', callers, 1, 1024);
  if (concurrency !== Number.POSITIVE_INFINITY) checkInteger('options.concurrency', concurrency, 1, 2 ** 31 - 1);
  checkDuration('options.grace', grace);
  checkDuration('options.looking', looking);
  checkDuration('options.idle', idle);
  for (const key of ['name', 'setUp', 'tearDown'] as const) {
    const text: unknown = options[key];
    if (text !== undefined && typeof text !== 'string') {
      throw new TypeError(`options.${key}: expected a string, got ${describe(text)}`);
    }
  }
  checkThreadOptions(options);
  const [fewest, most] = isPool ? threadsOf(options.threads) : [0, 1];
  return {
    name: name ?? shortNameOf(url),
    module: url,
    fewest,
    most,
    concurrency,
    queue,
    priorities,
    memory,
    grace: wordOf(grace),
    idle: isPool ? wordOf(idle) : -1,
    looking,
    seats: callers + 2 * most + 2,
    options,
  };
}

/** Milliseconds as a word in shared memory: -1 stands for "never". */
const wordOf = (ms: number): number => (ms > 2 ** 31 - 1 ? -1 : Math.ceil(ms));

function threadsOf(threads: PoolOptions['threads'] = {}): [fewest: number, most: number] {
  if (typeof threads === 'number') {
    checkInteger('options.threads', threads, 1, 256);
    return [threads, threads];
  }
  checkOptions('options.threads', threads, ['min', 'max']);
  const { min = 0, max = Math.max(min, processors()) } = threads;
  checkInteger('options.threads.min', min, 0, 256);
  checkInteger('options.threads.max', max, Math.max(1, min), 256);
  return [min, max];
}

function processors(): number {
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return os?.availableParallelism() ?? navigator.hardwareConcurrency ?? 1;
}

/** What a worker can import, from wherever. */
function urlOf(module: unknown): string {
  if (module instanceof URL) return module.href;
  if (typeof module !== 'string') throw new TypeError(`module: expected a URL, got ${describe(module)}`);
  if (/^[a-z][a-z+.-]+:/i.test(module)) {
    if (!URL.canParse(module)) throw new TypeError(`module: expected a URL, got ${describe(module)}, which is none`);
    return new URL(module).href;
  }
  const path = globalThis.process?.getBuiltinModule?.('node:path');
  if (path?.isAbsolute(module)) {
    return globalThis.process.getBuiltinModule('node:url').pathToFileURL(module).href;
  }
  throw new TypeError(
    `module: expected a URL or an absolute path, got ${describe(module)}; from this file it is new URL(${describe(module)}, import.meta.url)`,
  );
}

const shortNameOf = (url: string): string => (url.startsWith('data:') ? 'data:' : url.slice(url.lastIndexOf('/') + 1));
