import { ReveilleError } from '../../../core/errors.js';
import type { FutureRule } from './rules.js';

/**
 * A future broke a rule of its contract. The message has the rule, what was done to the future (its end, if it was much), and how to run it
 * again; `cause` is an error that has to do with it, if there is one.
 *
 * @example
 * ```ts
 * import { PENDING, pollFn } from 'reveille';
 * import { checkFuture, ContractError } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * let come = false;
 * const deaf = () => {
 *   come = false;
 *   return pollFn(() => (come ? 'guest' : PENDING)); // keeps no waker
 * };
 * const error: unknown = await checkFuture(deaf, [() => { come = true; }]).catch((error: unknown) => error);
 * assert.ok(error instanceof ContractError);
 * assert.equal(error.rule, 'lost-wake-up');
 * assert.match(error.trace, /poll 2 with waker 1, for nothing\n +answers "guest"$/);
 * ```
 */
export class ContractError extends ReveilleError {
  override name = 'ContractError';
  /** Which rule. */
  readonly rule: FutureRule;
  /** The seed of the run; undefined when it was one of the runs that every check begins with. */
  readonly seed: number | undefined;
  /** What was done to the future, a line each. */
  readonly trace: string;

  /** @internal */
  constructor(message: string, found: { rule: FutureRule; seed: number | undefined; trace: string }, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.rule = found.rule;
    this.seed = found.seed;
    this.trace = found.trace;
    // It is in the message already: printing an uncaught error would show it twice.
    Object.defineProperty(this, 'trace', { enumerable: false });
  }
}
