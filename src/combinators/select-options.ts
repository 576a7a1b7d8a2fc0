import { checkDuration, checkOptions, describe } from '../core/check.js';

/**
 * What `select` does besides waiting for the first of its branches. With `default: value` it answers
 * `{ key: 'default', value }` when no branch is ready: at once, or, with a time limit, when that has passed.
 *
 * Corresponds to the `default` and `default(timeout)` arms of crossbeam's `select!`, and to the absence of `biased` in tokio's.
 *
 * @example
 * ```ts
 * import { blockOn, pending, ready, select, type SelectOptions } from 'reveille';
 *
 * const options: SelectOptions = { fair: true };
 * console.log(blockOn(select({ a: ready(1) }, options)).key); // a
 * console.log(blockOn(select({ a: pending() }, { default: 'none' })).value); // none
 * console.log(blockOn(select({ a: pending() }, { default: 'late', timeout: 5 })).value); // late
 * ```
 */
export interface SelectOptions {
  /** The longest wait in milliseconds, counted from the first poll; `Infinity` by default. */
  readonly timeout?: number | undefined;
  /**
   * Whether each poll begins with a branch that is drawn, instead of the first: where several are always ready, all have
   * their turns. Under a `TestExecutor` its seed decides. Without it, or with false, the first in order wins.
   */
  readonly fair?: boolean | undefined;
}

/** With a default, whose absence is told from `undefined`. */
export type AllOptions = SelectOptions & { readonly default?: unknown };

/**
 * @returns a copy.
 * @throws TypeError or RangeError, naming the option, when one is not what {@link SelectOptions} says.
 */
export function checkSelectOptions(options: AllOptions, keys: readonly string[]): AllOptions {
  checkOptions('options', options, ['timeout', 'fair', 'default']);
  const { timeout, fair } = options;
  if (timeout !== undefined) checkDuration('options.timeout', timeout);
  if (fair !== undefined && typeof fair !== 'boolean') {
    throw new TypeError(`options.fair: expected a boolean, got ${describe(fair)}`);
  }
  if ('default' in options && keys.includes('default')) {
    throw new TypeError('options.default: there is a branch of that name already');
  }
  return { ...options };
}
