import { ReveilleError } from '../../core/errors.js';

/**
 * The checked program did something else although the same threads were given the same turns: a schedule that fails
 * could not be shown again, and one that was tried would say nothing about the next run. The message says at which step,
 * what was expected and what was seen.
 *
 * The usual causes are state that outlives a run (a variable of a module, a file), randomness and clocks that come from
 * elsewhere than `Math.random` and `performance.now`, and results of input or output.
 *
 * Corresponds to the panic of loom and shuttle when a replayed execution takes another way.
 *
 * @example
 * ```ts
 * import { ReveilleError } from 'reveille';
 * import { NondeterminismError } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const error = new NondeterminismError(7, 'thread 1 reads place 3', 'thread 0 goes');
 * assert.ok(error instanceof ReveilleError);
 * assert.match(error.message, /^step 7: expected that thread 1 reads place 3/);
 * ```
 */
export class NondeterminismError extends ReveilleError {
  override name = 'NondeterminismError';

  /**
   * @param step - the first step that was different, from 0.
   * @param expected - what an earlier run did there.
   * @param seen - what this one did.
   */
  constructor(
    readonly step: number,
    expected: string,
    seen: string,
  ) {
    super(
      `step ${step}: expected that ${expected}, as in an earlier run with the same turns, but ${seen}. A run must depend ` +
        'on the schedule alone: look for state that outlives a run (variables of modules), for randomness and clocks ' +
        'other than Math.random and performance.now, and for results of input or output',
    );
  }
}
