import { checkInteger, describe } from '../core/check.js';
import type { Idle } from './idle/idle.js';

/**
 * How an executor works.
 *
 * @example
 * ```ts
 * import { Executor, type ExecutorOptions } from 'reveille';
 * import { spinning } from 'reveille/executor';
 *
 * const options: ExecutorOptions = { idle: spinning(), budget: 32 };
 * new Executor(options);
 * ```
 */
export interface ExecutorOptions {
  /** What to do with the thread when nothing can run; `parking()` by default. */
  readonly idle?: Idle;
  /** How many ready futures a task may find in one poll before it lets others run; 128 by default. */
  readonly budget?: number;
}

/** How many ready futures a task may find in one poll, unless the program says otherwise. */
export const DEFAULT_BUDGET = 128;

/** @throws RangeError or TypeError when `budget` is not a whole number from 1 to 2^30. */
export function checkBudget(budget: number): number {
  checkInteger('options.budget', budget, 1, 2 ** 30);
  return budget;
}

/** Event loops call their executor back, so each has one. */
const owned = /* @__PURE__ */ new WeakSet<Idle>();

/** @throws TypeError when `idle` is not an idle strategy, or the event loop of another executor. */
export function checkIdle(idle: Idle): Idle {
  if (typeof idle?.rest !== 'function') {
    throw new TypeError(`options.idle: expected an idle strategy, such as parking(), got ${describe(idle)}`);
  }
  if (idle.mode === 'event-loop') {
    if (owned.has(idle)) throw new TypeError('options.idle: each executor needs an eventLoop() of its own');
    owned.add(idle);
  }
  return idle;
}
