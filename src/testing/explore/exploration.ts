/**
 * What {@link explore} found out about a program that did not fail.
 *
 * @example
 * ```ts
 * import { explore, type Exploration } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 * import { isMainThread } from 'node:worker_threads';
 *
 * export const setup = () => new Int32Array(new SharedArrayBuffer(8));
 * export const left = (words: Int32Array) => (Atomics.store(words, 0, 1), Atomics.load(words, 1));
 * export const right = (words: Int32Array) => (Atomics.store(words, 1, 1), Atomics.load(words, 0));
 *
 * if (isMainThread) {
 *   const program = { module: import.meta.url, setup: 'setup', threads: ['left', 'right'] };
 *   const found: Exploration = await explore(program, { strategy: 'dpor' });
 *   const seen = found.outcomes.map(({ answers }) => answers.join(' ')).sort();
 *   assert.deepEqual(seen, ['0 1', '1 0', '1 1']); // never 0 0: atomics are sequentially consistent
 * }
 * ```
 */
export interface Exploration {
  /** How many schedules were run to their end. */
  readonly runs: number;
  /** Whether all schedules were covered that the strategy and its bound ask for. */
  readonly complete: boolean;
  /**
   * The number of preemptions up to which all schedules were covered: Infinity for all; undefined when there is no such
   * number, as with `random` and `pct`.
   */
  readonly bound: number | undefined;
  /** The strategy, with its seed: `pct, seed 7`. */
  readonly strategy: string;
  /** What was left outside, in sentences; see the guide for what always is. */
  readonly outside: readonly string[];
  /** What the threads returned, each distinct combination once (up to 1,000), with the number of runs that ended so. */
  readonly outcomes: readonly Outcome[];
  /** How long it took, in milliseconds, from when the threads were ready. */
  readonly ms: number;
  /** Schedules a second. */
  readonly rate: number;
  /** The findings in a sentence or two. */
  readonly text: string;
}

/**
 * One way in which runs of a program ended.
 *
 * @example
 * ```ts
 * import type { Outcome } from 'reveille/testing';
 *
 * const outcome: Outcome = { answers: [1, undefined], runs: 3 };
 * console.log(outcome.answers.length); // 2
 * ```
 */
export interface Outcome {
  /** What each thread returned. */
  readonly answers: readonly unknown[];
  /** How many runs ended so. */
  readonly runs: number;
}
