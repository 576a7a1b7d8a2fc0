import { checkDuration, checkOptions, describe } from '../core/check.js';
import type { Context } from '../core/context.js';
import { TimeoutError } from '../core/errors.js';
import { PENDING, type Poll } from '../core/poll.js';
import { Sleep } from '../time/sleep.js';

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

/** The options at work in one select. */
export interface Rules {
  readonly fair: boolean;
  /** What the answer is while no branch is ready. */
  otherwise(cx: Context, select: unknown): Poll<{ key: string; value: unknown }>;
  /** The select is over. */
  end(): void;
}

/** No options. */
export const PLAIN: Rules = { fair: false, otherwise: () => PENDING, end() {} };

/** @throws TypeError or RangeError, naming the option, when one is not what {@link SelectOptions} says. */
export function checkSelectOptions(
  options: SelectOptions & { readonly default?: unknown },
  keys: readonly string[],
): Rules {
  checkOptions('options', options, ['timeout', 'fair', 'default']);
  const { timeout, fair = false } = options;
  if (timeout !== undefined) checkDuration('options.timeout', timeout);
  if (typeof fair !== 'boolean') throw new TypeError(`options.fair: expected true or false, got ${describe(fair)}`);
  const hasDefault = 'default' in options;
  if (hasDefault && keys.includes('default')) {
    throw new TypeError('options.default: there is a branch of that name, and answers could not be told apart');
  }
  const answer = hasDefault ? { key: 'default', value: options.default } : undefined;
  if (timeout !== undefined) return new Limited(fair, timeout, answer);
  return { ...PLAIN, fair, otherwise: () => answer ?? PENDING };
}

/** With a time limit. */
class Limited implements Rules {
  readonly fair: boolean;
  readonly #ms: number;
  readonly #sleep: Sleep;
  readonly #answer: { key: string; value: unknown } | undefined;

  constructor(fair: boolean, ms: number, answer: { key: string; value: unknown } | undefined) {
    this.fair = fair;
    this.#ms = ms;
    this.#sleep = new Sleep(ms, undefined);
    this.#answer = answer;
  }

  otherwise(cx: Context, select: unknown): Poll<{ key: string; value: unknown }> {
    if (this.#sleep.poll(cx) === PENDING) return PENDING;
    if (this.#answer !== undefined) return this.#answer;
    throw new TimeoutError(`${select} was still pending after ${this.#ms} ms`);
  }

  end(): void {
    this.#sleep[Symbol.dispose]();
  }
}
