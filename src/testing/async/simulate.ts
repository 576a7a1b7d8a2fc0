import { checkFunction, checkInteger, checkOptions, describe } from '../../core/check.js';
import { macrotask } from '../../platform/index.js';
import { EndlessError } from './errors.js';
import { kindOfFunction, toldKind } from './kinds.js';
import { difference, type Outcome, runOnce, type SimulatedProgram } from './simulation.js';
import { SimulationError } from './simulation-error.js';
import { Pacer, type SimulationProgress } from './simulation-progress.js';
import { TestExecutor } from './test-executor.js';
import { MAX_SEED } from './test-options.js';
import { partsOf, toldInFull, toldParts } from './told-failure.js';

/**
 * How `simulate` runs a program.
 *
 * @example
 * ```ts
 * import { sleep } from 'reveille';
 * import { simulate, type SimulateOptions } from 'reveille/testing';
 *
 * const twice: SimulateOptions = { seed: 1_000, verify: true };
 * await simulate(10, () => sleep(1), twice); // the seeds 1000 to 1009
 * ```
 */
export interface SimulateOptions {
  /** The first seed; the others count up from it. 0 by default, so that a test is the same each time. */
  readonly seed?: number;
  /** Whether each seed is run twice, and must give the same run; false by default. A seed that fails is in any case. */
  readonly verify?: boolean;
  /** As of a `TestExecutor`; 128 by default. */
  readonly budget?: number;
  /** As of a `TestExecutor`; 100,000 by default. A run that goes beyond it is not run again. */
  readonly maxPolls?: number;
  /** Told of progress once a second; by default a line goes to the console every five seconds. */
  readonly onProgress?: (progress: SimulationProgress) => void;
}

/**
 * Runs a program under many seeds, until one makes it fail. Each time the program has a `TestExecutor` of its own, with
 * another order of tasks, and virtual time.
 *
 * The program must not depend on anything but its executor: it makes all that it uses anew, and asks no clock but
 * `now()` and no `Math.random`. The seed that fails is run again to see whether that is so. What a program leaves
 * running is aborted, and cleans up in virtual time and with its promises, also after a run that failed or had no end.
 *
 * Corresponds to madsim's `#[madsim::test]` with `MADSIM_TEST_NUM`, to turmoil's `Sim::run` and shuttle's `check_random`.
 *
 * @param runs - how many seeds to try.
 * @param program - called with the executor; see {@link SimulatedProgram} for what it may return.
 * @param options - see {@link SimulateOptions}.
 * @returns a promise of what that came to. The event loop turns between the runs, so that a time limit of the test
 * runner's can strike.
 * @throws (by rejecting) {@link SimulationError} with the first seed that fails; TypeError or RangeError when an argument
 * is wrong, or when the program returns something that it may not.
 *
 * @example
 * ```ts
 * import { co, yieldNow } from 'reveille';
 * import { simulate, SimulationError, type TestExecutor } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * function program(executor: TestExecutor): void {
 *   let config = 'none';
 *   executor.spawn(co(function* load() {
 *     yield* yieldNow(); // a file, say
 *     config = 'loaded';
 *   }));
 *   executor.spawn(co(function* use() {
 *     yield* yieldNow();
 *     yield* yieldNow(); // slower than `load`, as things are
 *     assert.equal(config, 'loaded');
 *   }));
 * }
 * await assert.rejects(simulate(100, program), SimulationError);
 * ```
 */
export async function simulate(
  runs: number,
  program: SimulatedProgram,
  options: SimulateOptions = {},
): Promise<SimulationReport> {
  checkInteger('runs', runs, 1, MAX_SEED);
  checkSimulated(program);
  checkOptions('options', options, ['seed', 'verify', 'budget', 'maxPolls', 'onProgress']);
  const { seed: first = 0, verify = false, onProgress, ...rest } = options;
  checkInteger('options.seed', first, 0, MAX_SEED + 1 - runs);
  if (typeof verify !== 'boolean') throw new TypeError(`options.verify: expected a boolean, got ${describe(verify)}`);
  if (onProgress !== undefined) checkFunction('options.onProgress', onProgress);
  const pacer = new Pacer(runs, onProgress);
  let polls = 0;
  let virtualMs = 0;
  for (let seed = first; seed < first + runs; seed += 1) {
    const run = (): Promise<Outcome> => runOnce(program, new TestExecutor({ seed, ...rest }));
    const outcome = await run();
    const { failure } = outcome;
    if (failure !== undefined && isEndless(failure.error)) throw endless(seed, outcome);
    if (verify || failure !== undefined) judge(seed, outcome, await run());
    polls += outcome.executor.polls;
    virtualMs += outcome.executor.now();
    if (pacer.step(seed - first + 1)) await new Promise<void>(macrotask);
  }
  return { runs, polls, virtualMs, ms: pacer.ms };
}

/**
 * What `simulate` did.
 *
 * @example
 * ```ts
 * import { sleep } from 'reveille';
 * import { simulate, type SimulationReport } from 'reveille/testing';
 *
 * const report: SimulationReport = await simulate(10, () => sleep(60_000));
 * console.log(report.virtualMs); // 600000
 * ```
 */
export interface SimulationReport {
  /** Seeds that were tried. */
  readonly runs: number;
  /** How often a task or an awaited future was polled, in all runs together. */
  readonly polls: number;
  /** Milliseconds of virtual time, in all runs together. */
  readonly virtualMs: number;
  /** Milliseconds it took. */
  readonly ms: number;
}

/** @throws TypeError when it is no function, or one of a kind that is no program. */
function checkSimulated(program: unknown): void {
  const kind = kindOfFunction(program);
  if (kind === 'function' || kind === 'asynchronous function') return;
  const hint = kind === 'generator function' ? ' (wrap it in co: () => co(function* () { ... }))' : '';
  throw new TypeError(`program: expected a function, got ${toldKind(program)}${hint}`);
}

/** How many lines of the trace are in the message. */
const LINES = 40;

/** @throws SimulationError when the run failed, or when a second run of the same seed was another one. */
function judge(seed: number, outcome: Outcome, again: Outcome): void {
  const other = difference(outcome, again);
  if (outcome.failure === undefined && other === undefined) return;
  const hint =
    other === undefined
      ? 'It fails the same way again:'
      : `A second run of it was another one: ${other}. Something besides the seed decides, such as Math.random, the clock, ` +
        'timers of the host, or what is left of the run before. Still:';
  throw report(seed, outcome, hint);
}

/** Made without a second run, which would take as long as the first, and have no end either. */
function endless(seed: number, outcome: Outcome): SimulationError {
  return report(seed, outcome, 'Again:');
}

/** Also when its clean-up came to no end, and hid the error of the run. */
function isEndless(error: unknown): boolean {
  return error instanceof EndlessError || partsOf(error).some(isEndless);
}

function report(seed: number, { failure, executor }: Outcome, hint: string): SimulationError {
  const what =
    failure === undefined
      ? 'is not the same run twice'
      : `fails: ${toldInFull(failure.error)}${toldParts(failure.error)}`;
  const message = `seed ${seed} ${what}

${hint} simulate(1, program, { seed: ${seed} })

${executor.lastLines(LINES)}`;
  return new SimulationError(message, { seed, trace: executor.trace }, failure?.error);
}
