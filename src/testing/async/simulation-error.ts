import { ReveilleError } from '../../core/errors.js';

/**
 * A program failed under a seed that `simulate` tried. The message has the seed, what each task failed with, how to run
 * it again, and the end of the run's trace; `cause` is what the program failed with.
 *
 * Corresponds to the panic with which madsim and turmoil name their seed.
 *
 * @example
 * ```ts
 * import { co, yieldNow } from 'reveille';
 * import { simulate, SimulationError } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const program = () => co(function* main() {
 *   yield* yieldNow();
 *   throw new Error('always');
 * });
 * const error: unknown = await simulate(10, program).catch((error: unknown) => error);
 * assert.ok(error instanceof SimulationError);
 * assert.equal(error.seed, 0);
 * assert.match(error.message, /^seed 0 fails: Error: always/);
 * assert.match(error.trace, /spawn task 1 \(co main\)/);
 * ```
 */
export class SimulationError extends ReveilleError {
  override name = 'SimulationError';
  /** Under which the program fails: `simulate(1, program, { seed })` runs it alone. */
  readonly seed: number;
  /** What happened in the run, as `TestExecutor.trace` has it. */
  readonly trace: string;

  /** @internal */
  constructor(message: string, found: { seed: number; trace: string }, cause: unknown) {
    super(message, { cause });
    this.seed = found.seed;
    this.trace = found.trace;
    // Its end is in the message already: printing an uncaught error would add thousands of lines.
    Object.defineProperty(this, 'trace', { enumerable: false });
  }
}
