import { checkDuration, checkOptions, describe } from '../core/check.js';
import type { Future } from '../core/future.js';
import { Abortable } from './abortable.js';
import { timeout as limit } from './timeout.js';

/**
 * How long an operation may wait that others have to make possible: on a channel, or for a lock.
 *
 * @example
 * ```ts
 * import { TimeoutError } from 'reveille';
 * import { bounded, type WaitOptions } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 *
 * const options: WaitOptions = { timeout: 5, signal: new AbortController().signal };
 * const [, rx] = bounded<string>(1);
 * await assert.rejects(async () => await rx.recv(options), TimeoutError);
 * ```
 */
export interface WaitOptions {
  /** The longest wait in milliseconds, counted from the first poll; `Infinity` by default. 0 looks once. */
  readonly timeout?: number | undefined;
  /**
   * Gives up, with the signal's reason, when it is aborted. A verb that blocks looks at it before it waits, and no more: nothing on
   * its thread can abort it meanwhile.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * An operation under the options that it was given, if any.
 *
 * @throws TypeError or RangeError when an option is not what {@link WaitOptions} says.
 */
export function underOptions<T>(options: WaitOptions | undefined, start: () => Future<T>): Future<T> {
  if (options === undefined) return start();
  checkOptions('options', options, ['timeout', 'signal']);
  const { timeout = Number.POSITIVE_INFINITY, signal } = options;
  checkDuration('options.timeout', timeout);
  if (signal !== undefined) checkSignal(signal);
  const operation = start();
  const stoppable = signal === undefined ? operation : new Abortable(operation, signal);
  return timeout === Number.POSITIVE_INFINITY ? stoppable : limit(stoppable, timeout);
}

function checkSignal(signal: unknown): void {
  const { aborted, addEventListener } = (signal ?? {}) as Partial<AbortSignal>;
  if (typeof aborted === 'boolean' && typeof addEventListener === 'function') return;
  throw new TypeError(`options.signal: expected an AbortSignal, got ${describe(signal)}`);
}
