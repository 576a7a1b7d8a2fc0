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
  /**
   * With a codec: how many bytes all values together may take, 8 more each; a value has half of it at most. From 64 to
   * 1,073,741,824; 1,048,576 by default.
   */
  readonly bytes?: number | undefined;
}

const BYTES = 2 ** 20;

/** @throws TypeError or RangeError when it is no number of bytes, or the channel carries numbers. */
export function bytesOf(options: SharedOptions | undefined, isCodec: boolean): number {
  const { bytes } = options ?? {};
  if (bytes === undefined) return BYTES;
  if (!isCodec) throw new TypeError('options.bytes: a channel of numbers has none');
  checkInteger('options.bytes', bytes, 64, 2 ** 30);
  return bytes;
}

/** @throws TypeError or RangeError when an option is not what {@link SharedOptions} says. */
export function seatsOf(options: SharedOptions | undefined): number {
  if (options === undefined) return 32;
  checkOptions('options', options, ['threads', 'bytes']);
  const { threads = 32 } = options;
  checkInteger('options.threads', threads, 1, 1024);
  return threads;
}
