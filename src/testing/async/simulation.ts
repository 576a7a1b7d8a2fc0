import { describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import { isFuture, isThenable } from './kinds.js';
import type { TestExecutor } from './test-executor.js';
import { toldInFull } from './told-failure.js';

/**
 * What `simulate` runs: builds its tasks, and perhaps runs them, on an executor of its own each time. It may return a
 * future, which is run; or be an async function, which is driven with its promises; or return nothing, and then the tasks
 * that it spawned are run until none is left. A program whose tasks wait for promises has to be an async function, and may
 * end in `await executor.finished()`.
 *
 * @example
 * ```ts
 * import { co, sleep } from 'reveille';
 * import { type SimulatedProgram, simulate } from 'reveille/testing';
 *
 * const nap: SimulatedProgram = (executor) => executor.spawn(co(function* () { yield* sleep(1); }));
 * await simulate(10, nap);
 * ```
 */
// biome-ignore lint/suspicious/noConfusingVoidType: functions that return nothing are most of them
export type SimulatedProgram = (executor: TestExecutor) => Future<unknown> | PromiseLike<unknown> | void;

/** What a run came to. */
export interface Outcome {
  /** What the program failed with; undefined when it did not. */
  readonly failure: { readonly error: unknown } | undefined;
  /** The executor, after it was dropped. */
  readonly executor: TestExecutor;
}

/**
 * Runs the program once, and drops the executor.
 *
 * @throws (by rejecting) TypeError when the program answered what cannot be run, which is no failure of a seed's.
 */
export async function runOnce(program: SimulatedProgram, executor: TestExecutor): Promise<Outcome> {
  let answer: unknown;
  try {
    using _claim = executor.claim();
    using _ = executor; // a clean-up that fails is a failure, too
    await using _left = { [Symbol.asyncDispose]: () => executor.leave() };
    answer = executor.within(() => program(executor));
    await drive(executor, answer);
  } catch (error) {
    return { failure: { error }, executor };
  }
  if (answer !== undefined && !isFuture(answer) && !isThenable(answer)) throw notRunnable(answer);
  return { failure: undefined, executor };
}

/** A program that needs no promise is not kept waiting for any. */
async function drive(executor: TestExecutor, answer: unknown): Promise<void> {
  if (isFuture(answer)) executor.runUntil(answer);
  else if (isThenable(answer)) await executor.runUntilAsync(answer);
  else if (answer === undefined) executor.run();
}

function notRunnable(answer: unknown): TypeError {
  return new TypeError(`program: expected to return a future, a promise or nothing, got ${describe(answer)}`);
}

/** Where two runs differ, in words; undefined when they are the same. */
export function difference(one: Outcome, other: Outcome): string | undefined {
  const [a, b] = [one.executor.trace.split('\n'), other.executor.trace.split('\n')];
  const line = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).find((i) => a[i] !== b[i]);
  if (line !== undefined) return `line ${line + 1} of the trace was "${a[line] ?? ''}" and then "${b[line] ?? ''}"`;
  const [ends, otherEnds] = [one, other].map(({ failure }) => (failure ? `with ${toldInFull(failure.error)}` : 'well'));
  return ends === otherEnds ? undefined : `it ended ${ends} and then ${otherEnds}`;
}
