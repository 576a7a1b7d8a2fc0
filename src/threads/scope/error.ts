import { ReveilleError } from '../../core/errors.js';

/**
 * Several things failed in a `scope`: children, its body, what they left to clean up, or the closing of what it used.
 * Where one fails, that error is the scope's.
 *
 * Corresponds to the exception group of a Trio nursery.
 *
 * @example
 * ```ts
 * import { blockOn, sleep } from 'reveille';
 * import { scope, ScopeError } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * const failing = scope(function* (s) {
 *   s.spawn(function* () {
 *     try {
 *       yield* sleep(60_000);
 *     } finally {
 *       throw new Error('could not tidy up');
 *     }
 *   });
 *   yield* sleep(1);
 *   throw new Error('no more');
 * });
 * try {
 *   blockOn(failing);
 * } catch (error) {
 *   assert.ok(error instanceof ScopeError);
 *   console.log(error.errors.map(String)); // [ 'Error: no more', 'Error: could not tidy up' ]
 *   console.log(String(error.cause)); // Error: no more
 * }
 * ```
 */
export class ScopeError extends ReveilleError {
  override name = 'ScopeError';
  /** All errors, in the order in which they came; the first is the `cause`, too, and what the others were cancelled for. */
  readonly errors: readonly unknown[];

  /** @param errors - two or more, in the order in which they came. */
  constructor(errors: readonly unknown[]) {
    super(`${errors.length} errors in a scope, first of all: ${String(errors[0])}`, { cause: errors[0] });
    this.errors = errors;
  }
}
