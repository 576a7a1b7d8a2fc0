import { checkInteger, checkOptions } from '../../core/check.js';

/**
 * How a thread uses its end of a channel between threads.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const options: shared.EndOptions = { spin: 0 };
 * const [tx, rx] = shared.bounded(64, 'i32', options);
 * using other = shared.attachReceiver(rx.share(), 'i32', options); // as another thread would
 * tx.sendBlocking(1);
 * console.log(other.recvBlocking()); // 1
 * ```
 */
export interface EndOptions {
  /**
   * How often a verb that blocks looks into the channel, at most, before the thread sleeps: a whole number from 0 to
   * 1,000,000; by default 64, and then up to 2,000 times at the thread's bell. Between two looks it pauses, longer each
   * time. The bound adapts, as that of `ParkOptions.spin` of `reveille/park`: it shrinks while looking turns out useless.
   * 0 sleeps at once, which leaves the processor to others, and lets an answer wait for the system to wake the thread.
   *
   * It holds for all ends of the kind that this thread has of the channel, and no other thread's. Tasks never spin.
   */
  readonly spin?: number | undefined;
}

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
export interface SharedOptions extends EndOptions {
  /** How many threads may use it at the same time: a whole number from 1 to 1024; 32 by default. 64 bytes each. */
  readonly threads?: number | undefined;
  /**
   * With a codec: how many bytes all values together may take, each rounded up to eights and 16 more, and 8 for all; a value has
   * half of it at most, less 16 to 23. From 64 to 1,073,741,824; 1,048,576 by default.
   */
  readonly bytes?: number | undefined;
}

const BYTES = 1_048_576;

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
  checkOptions('options', options, ['threads', 'bytes', 'spin']);
  const { threads = 32 } = options;
  checkInteger('options.threads', threads, 1, 1024);
  return threads;
}

/** @throws TypeError or RangeError when it is no number of looks. */
export function spinOf(options: EndOptions | undefined): number | undefined {
  const { spin } = options ?? {};
  if (spin !== undefined) checkInteger('options.spin', spin, 0, 1_000_000);
  return spin;
}

/** The same of options that may have no other. */
export function endSpinOf(options: EndOptions | undefined): number | undefined {
  if (options !== undefined) checkOptions('options', options, ['spin']);
  return spinOf(options);
}
