import { checkDuration, checkFunction, checkInteger, checkOptions, describe } from '../../core/check.js';
import { decode } from '../strategy/replay.js';
import type { Progress } from './progress.js';

/**
 * How {@link explore} looks for schedules that fail.
 *
 * No strategy is best: depth-first finds what needs few preemptions and says up to which number there is nothing to find;
 * `dpor` covers all of them, where that is feasible; `random` and `pct` reach deep into programs that are too large for
 * either.
 *
 * Corresponds to `loom::model::Builder` and shuttle's schedulers.
 *
 * @example
 * ```ts
 * import type { ExploreOptions } from 'reveille/testing';
 *
 * const thorough: ExploreOptions = { strategy: 'dpor', timeBox: 60_000 };
 * const quick: ExploreOptions = { strategy: 'pct', seed: 7, runs: 1_000 };
 * console.log(thorough.strategy, quick.strategy); // dpor pct
 * ```
 */
export interface ExploreOptions {
  /**
   * Which schedules are tried. `depth-first` (the default): all with no preemption, then all with one, up to `bound`.
   * `dpor`: one of each set of schedules that differ only in the order of steps that do not touch the same words.
   * `random`: any thread at each step. `pct`: threads with random priorities that change at random steps.
   */
  readonly strategy?: 'depth-first' | 'dpor' | 'random' | 'pct';
  /** How often a thread that could go on is interrupted, at most: for `depth-first`; 2 by default, Infinity for all. */
  readonly bound?: number;
  /** What `random` and `pct` draw from: a whole number; by default a new one each time, which the report names. */
  readonly seed?: number;
  /** How many schedules `random` and `pct` try; 10,000 by default. */
  readonly runs?: number;
  /** How many ordering constraints a bug has that `pct` is sure to find in the long run, from 1; 3 by default. */
  readonly depth?: number;
  /** A schedule from an earlier report, to be run once and alone. */
  readonly replay?: string;
  /**
   * After how many milliseconds to stop, even if schedules are left; Infinity by default. Time counts from when the
   * threads have loaded the program. A thread that has come to no atomic operation two seconds later is `stuck`.
   */
  readonly timeBox?: number;
  /**
   * Whether threads are also interrupted between a write and the plain code behind it; true by default. Finds what is
   * written too late, and makes for more schedules.
   */
  readonly afterWrites?: boolean;
  /**
   * How often a thread may look at the same word, or wait to the end of a time limit, without seeing anything new, from 1;
   * 3 by default. One that goes on is held until one of the words changes that it has seen, or nobody else can go.
   */
  readonly looks?: number;
  /** After how many steps a run counts as one that never ends; 10,000 by default. */
  readonly maxSteps?: number;
  /** Stops, as the end of the time box does. */
  readonly signal?: AbortSignal;
  /** Told of progress once a second; by default a line goes to stderr every five seconds. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Options of Node's for the workers, beside those of this process that say how modules are loaded:
   * `['--import', 'ts-node/esm']`.
   */
  readonly execArgv?: readonly string[];
}

/** Which schedules are tried, and how many: what {@link ExploreOptions} comes down to. */
export type StrategyOptions =
  | { readonly kind: 'depth-first'; readonly bound: number }
  | { readonly kind: 'dpor' }
  | { readonly kind: 'random'; readonly seed: number; readonly runs: number }
  | { readonly kind: 'pct'; readonly seed: number; readonly runs: number; readonly depth: number }
  | { readonly kind: 'replay'; readonly schedule: string };

/** What {@link ExploreOptions.maxSteps} is by default. */
export const MAX_STEPS = 10_000;

const KNOWN = [
  ...['strategy', 'bound', 'seed', 'runs', 'depth', 'replay', 'timeBox', 'afterWrites', 'looks', 'maxSteps'],
  ...['signal', 'onProgress', 'execArgv'],
];

/**
 * @param threads - how many the program has.
 * @throws TypeError or RangeError naming the option that is wrong.
 */
export function checkExploreOptions(options: ExploreOptions, threads: number): void {
  checkOptions('options', options, KNOWN);
  const { strategy, bound, timeBox, afterWrites, signal, onProgress, execArgv } = options;
  if (strategy !== undefined && !STRATEGIES.includes(strategy)) {
    throw new TypeError(`options.strategy: expected one of ${STRATEGIES.join(', ')}, got ${describe(strategy)}`);
  }
  if (bound !== undefined && bound !== Number.POSITIVE_INFINITY) checkInteger('options.bound', bound, 0, 1_000);
  for (const [name, most] of WHOLE) {
    if (options[name] !== undefined) checkInteger(`options.${name}`, options[name], 1, most);
  }
  if (options.seed !== undefined) checkInteger('options.seed', options.seed, 0, 2 ** 32 - 1);
  if (timeBox !== undefined) checkDuration('options.timeBox', timeBox);
  if (afterWrites !== undefined && typeof afterWrites !== 'boolean') {
    throw new TypeError(`options.afterWrites: expected a boolean, got ${describe(afterWrites)}`);
  }
  if (onProgress !== undefined) checkFunction('options.onProgress', onProgress);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`options.signal: expected an AbortSignal, got ${describe(signal)}`);
  }
  if (execArgv !== undefined) checkArgs(execArgv);
  if (options.replay !== undefined) checkReplay(options.replay, threads, options.maxSteps);
  checkFit(options);
}

function checkArgs(execArgv: unknown): void {
  if (!Array.isArray(execArgv) || !execArgv.every((arg) => typeof arg === 'string')) {
    throw new TypeError(`options.execArgv: expected an array of strings, got ${describe(execArgv)}`);
  }
  const other = execArgv.find((arg) => OTHER_CODE.test(arg));
  if (other === undefined) return;
  throw new RangeError(
    `options.execArgv: expected options for the program's module, got ${other}, which runs other code`,
  );
}

/** Options by which Node runs something else than the module that it is given, or nothing; a worker takes them, and may not start. */
const OTHER_CODE = /^(?:--(?:eval|print|check|interactive|test|watch)(?:=|$)|-[epci]+$)/;

function checkReplay(replay: string, threads: number, maxSteps = MAX_STEPS): void {
  try {
    const planned = decode(replay);
    const { length } = planned;
    if (length > maxSteps) {
      throw new RangeError(`replay: has ${length} steps, where a run has ${maxSteps} at most (see options.maxSteps)`);
    }
    const last = planned.reduce((most, thread) => Math.max(most, thread), 0);
    if (last >= threads) throw new RangeError(`replay: expected threads from 0 to ${threads - 1}, got ${last}`);
  } catch (error) {
    if (error instanceof Error) error.message = `options.${error.message}`;
    throw error;
  }
}

/** An option that the strategy does not know would be one that is silently without effect. */
function checkFit(options: ExploreOptions): void {
  const { strategy = 'depth-first', replay } = options;
  if (replay !== undefined && options.strategy !== undefined) {
    throw new TypeError('options.strategy: a replay has no use for it');
  }
  for (const [option, of] of Object.entries(USED_BY)) {
    if (options[option as keyof ExploreOptions] === undefined || (replay === undefined && of.includes(strategy)))
      continue;
    const user = replay === undefined ? `strategy '${strategy}'` : 'a replay';
    throw new TypeError(`options.${option}: is for ${of.join(' and ')}; ${user} has no use for it`);
  }
}

const STRATEGIES = ['depth-first', 'dpor', 'random', 'pct'];
const WHOLE = [
  ['runs', 1e12],
  ['depth', 100],
  ['looks', 1_000],
  ['maxSteps', 1e6],
] as const;
const USED_BY: Readonly<Record<string, readonly string[]>> = {
  bound: ['depth-first'],
  seed: ['random', 'pct'],
  runs: ['random', 'pct'],
  depth: ['pct'],
};

/** The strategy that the options ask for; `seed` is for those that have none. */
export function strategyOptions(options: ExploreOptions, newSeed: () => number): StrategyOptions {
  const { strategy: kind = 'depth-first', bound = 2, runs = 10_000, depth = 3, replay } = options;
  if (replay !== undefined) return { kind: 'replay', schedule: replay };
  if (kind === 'depth-first') return { kind, bound };
  if (kind === 'dpor') return { kind };
  const seed = options.seed ?? newSeed();
  return kind === 'random' ? { kind, seed, runs } : { kind, seed, runs, depth };
}
