import { checkInteger, checkOptions, describe } from '../../core/check.js';
import { checkBudget, DEFAULT_BUDGET } from '../../executor/options.js';
import { type Chooser, listed, seeded } from './chooser.js';

/**
 * How a `TestExecutor` decides, and when it gives up.
 *
 * @example
 * ```ts
 * import { TestExecutor, type TestExecutorOptions } from 'reveille/testing';
 *
 * const options: TestExecutorOptions = { seed: 7, maxPolls: 10_000 };
 * new TestExecutor(options);
 * ```
 */
export interface TestExecutorOptions {
  /** What the order of tasks is drawn from: a whole number from 0 to 2^32 - 1; 0 by default. */
  readonly seed?: number;
  /**
   * The order itself, in place of a seed: the `choices` of an earlier run, or any list of whole numbers. Each says which
   * of the ready tasks goes next, counted from 0 in the order in which they became ready (too large a number means the
   * last); beyond the list it is always the first.
   */
  readonly schedule?: readonly number[];
  /** How many ready futures a task may find in one poll before it lets others run; 128 by default. */
  readonly budget?: number;
  /** How many polls the executor makes before it throws EndlessError; 100,000 by default. */
  readonly maxPolls?: number;
}

/** What the options come down to. */
export interface Setting {
  /** Who decides what comes next. */
  readonly chooser: Chooser;
  /** What the run is called in errors. */
  readonly name: string;
  readonly budget: number;
  readonly maxPolls: number;
}

/** Seeds are 32 bits. */
export const MAX_SEED = 0xffff_ffff;

/** @throws TypeError or RangeError naming the option that is wrong. */
export function checkTestOptions(options: TestExecutorOptions): Setting {
  checkOptions('options', options, ['seed', 'schedule', 'budget', 'maxPolls']);
  const { seed = 0, schedule, budget = DEFAULT_BUDGET, maxPolls = 100_000 } = options;
  checkBudget(budget);
  checkInteger('options.maxPolls', maxPolls, 1, 1e9);
  if (schedule === undefined) return { ...bySeed(seed), budget, maxPolls };
  if (options.seed !== undefined)
    throw new TypeError('options.seed: a schedule leaves nothing to draw; give one of the two');
  return { ...bySchedule(schedule), budget, maxPolls };
}

function bySeed(seed: number): Pick<Setting, 'chooser' | 'name'> {
  checkInteger('options.seed', seed, 0, MAX_SEED);
  return { chooser: seeded(seed), name: `seed ${seed}` };
}

function bySchedule(schedule: readonly number[]): Pick<Setting, 'chooser' | 'name'> {
  if (!Array.isArray(schedule)) throw new TypeError(`options.schedule: expected an array, got ${describe(schedule)}`);
  for (const [index, choice] of schedule.entries()) {
    checkInteger(`options.schedule[${index}]`, choice, 0, Number.MAX_SAFE_INTEGER);
  }
  return { chooser: listed([...schedule]), name: 'this schedule' };
}
