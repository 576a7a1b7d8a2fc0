import { checkInteger, checkOptions } from '../../core/check.js';

/**
 * Of a channel between threads.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const options: shared.SharedOptions = { threads: 2 };
 * const [tx, rx] = shared.bounded(64, 'i32', options);
 * tx.trySend(1);
 * console.log(rx.length); // 1
 * ```
 */
export interface SharedOptions {
  /** How many threads may use it at the same time: a whole number from 1 to 1024; 32 by default. 64 bytes each. */
  readonly threads?: number | undefined;
}

/** @throws TypeError or RangeError when an option is not what {@link SharedOptions} says. */
export function seatsOf(options: SharedOptions | undefined): number {
  if (options === undefined) return 32;
  checkOptions('options', options, ['threads']);
  const { threads = 32 } = options;
  checkInteger('options.threads', threads, 1, 1024);
  return threads;
}
