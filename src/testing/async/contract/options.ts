import { checkFunction, checkInteger, checkOptions, describe } from '../../../core/check.js';
import type { Future } from '../../../core/future.js';
import { MAX_SEED } from '../test-options.js';
import { type FutureRule, isRule } from './rules.js';

/**
 * What makes a future go on: the things that happen to what it waits for, in order; or a function that is called with the
 * future of each run and answers them.
 *
 * Between two steps anything may be done to the future. A step is a whole: what it brings about is complete, wakes
 * included, once it has returned and the microtasks have run. It may be asynchronous in so far, and must not wait for
 * timers, input or output of the host. The promise of an asynchronous step must not reject.
 *
 * @typeParam F - the type of the future.
 *
 * @example
 * ```ts
 * import { fromPromise } from 'reveille';
 * import { checkFuture, type FutureDriver } from 'reveille/testing';
 *
 * let resolve = (_value: string): void => {};
 * const driver: FutureDriver = [() => resolve('done')];
 * await checkFuture(() => fromPromise(new Promise<string>((fulfil) => { resolve = fulfil; })), driver);
 * ```
 */
export type FutureDriver<F = Future<unknown>> =
  | readonly (() => unknown)[]
  | ((future: F) => readonly (() => unknown)[]);

/**
 * How `checkFuture` checks.
 *
 * @typeParam T - the type of the future's value.
 *
 * @example
 * ```ts
 * import { pending } from 'reveille';
 * import { checkFuture, type CheckFutureOptions } from 'reveille/testing';
 *
 * const options: CheckFutureOptions<never> = { endless: true, runs: 50 };
 * await checkFuture(() => pending(), [], options);
 * ```
 */
export interface CheckFutureOptions<T> {
  /** How many runs are drawn, besides those that every check begins with; 300 by default. */
  readonly runs?: number;
  /** The seed of the first of them; the others count up from it. 0 by default, so that a test is the same each time. */
  readonly seed?: number;
  /**
   * Called with the outcome of each run that was not dropped; throws when it is wrong (or rejects: it is awaited). Without it each run must come to
   * what the first one came to; so give one, when the answer may depend on what happens first.
   */
  readonly outcome?: (outcome: PromiseSettledResult<T>) => void;
  /** Called at the end of each run in which the future was dropped; throws, or rejects, when something was lost with it. */
  readonly dropped?: () => void;
  /**
   * Whether the future is one that never ends, whatever happens; false by default. Each run drops it after some time. Without
   * it, one that goes on after 10,000 polls breaks the rule `never-ends`.
   */
  readonly endless?: boolean;
  /** Rules that the future need not keep. */
  readonly except?: readonly FutureRule[];
}

/**
 * What `checkFuture` did.
 *
 * @example
 * ```ts
 * import { ready } from 'reveille';
 * import { checkFuture, type FutureReport } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const report: FutureReport = await checkFuture(() => ready(1));
 * assert.ok(report.answered > 200 && report.failed === 0 && report.dropped > 0);
 * ```
 */
export interface FutureReport {
  /** How many futures were made. */
  readonly runs: number;
  /** How often they were polled, all together. */
  readonly polls: number;
  /** How many of them answered. */
  readonly answered: number;
  /** How many of them failed. */
  readonly failed: number;
  /** How many of them were dropped before they were done. The three together are all runs. */
  readonly dropped: number;
}

/** How many runs are drawn. */
export const RUNS = 300;

const KNOWN = ['runs', 'seed', 'outcome', 'dropped', 'endless', 'except'];

/** @throws TypeError or RangeError naming the option that is wrong. */
export function checkCheckOptions(options: CheckFutureOptions<never>): void {
  checkOptions('options', options, KNOWN);
  const { runs = RUNS, seed = 0, outcome, dropped, endless = false, except = [] } = options;
  checkInteger('options.runs', runs, 0, 1e9);
  checkInteger('options.seed', seed, 0, MAX_SEED + 1 - runs);
  if (outcome !== undefined) checkFunction('options.outcome', outcome);
  if (dropped !== undefined) checkFunction('options.dropped', dropped);
  if (typeof endless !== 'boolean')
    throw new TypeError(`options.endless: expected a boolean, got ${describe(endless)}`);
  if (!Array.isArray(except)) throw new TypeError(`options.except: expected an array, got ${describe(except)}`);
  const stranger = except.find((rule: unknown) => !isRule(rule));
  if (stranger !== undefined) throw new TypeError(`options.except: there is no rule ${describe(stranger)}`);
}
