import { home } from '../../camp/home.js';
import { checkInteger, checkOptions } from '../../core/check.js';
import type { ItemKind } from '../../queue/items.js';
import { Receiver } from '../receiver.js';
import { Sender } from '../sender.js';
import { type Carried, isCodec, type ValueOf } from './carried.js';
import { UNBOUNDED } from './layout.js';
import type { Make } from './make.js';
import { framesOf, unboundedNumbers } from './makes.js';
import { create } from './open.js';
import { bytesOf, type SharedOptions, seatsOf, spinOf } from './options.js';

/**
 * Of an unbounded channel between threads.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const options: shared.UnboundedOptions = { limit: 2 };
 * const [tx] = shared.unbounded('i32', options);
 * console.log(tx.trySendMany([1, 2, 3])); // 2
 * ```
 */
export interface UnboundedOptions extends SharedOptions {
  /**
   * How many values fit all the same (items), so that a receiver that has stopped cannot use up all memory: a whole number
   * from 1 to 67,108,864; 16,777,216 by default. Senders wait then. Memory is taken as values come, and used again.
   */
  readonly limit?: number | undefined;
}

/**
 * A channel between threads for as many values as its limits allow: of numbers, whose memory grows as they come, or, with a
 * codec, for `options.bytes` bytes, of which the system gives what is used. Otherwise as {@link shared.bounded}.
 *
 * Corresponds to `crossbeam_channel::unbounded`, but for the limit.
 *
 * @typeParam C - what it carries.
 * @param items - what they are: `'i32'`, `'f64'`, `'i64'`, which are bigints, or a codec.
 * @param options - see {@link shared.UnboundedOptions}.
 * @returns both ends, on this thread.
 * @throws TypeError or RangeError when an argument is wrong, RangeError when there is no address space left;
 * ReveilleError where there is no shared memory.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 *
 * const [tx, rx] = shared.unbounded('f64');
 * for (let n = 0; n < 1000; n += 1) tx.trySend(n / 2);
 * assert.equal(rx.length, 1000);
 * ```
 */
export function unbounded<C extends Carried>(
  items: C,
  options: UnboundedOptions = {},
): [sender: Sender<ValueOf<C>>, receiver: Receiver<ValueOf<C>>] {
  checkOptions('options', options, ['threads', 'bytes', 'spin', 'limit']);
  const { limit = 2 ** 24, ...others } = options;
  checkInteger('options.limit', limit, 1, 2 ** 26);
  const seats = seatsOf(others);
  const spin = spinOf(options);
  const codec = isCodec(items) ? items : undefined;
  const bytes = bytesOf(options, codec !== undefined);
  const make =
    codec === undefined
      ? unboundedNumbers(limit, items as ItemKind)
      : framesOf(codec, bytes, limit, UNBOUNDED, home.own);
  const flavour = create(make as Make<ValueOf<C>>, seats, spin);
  return [new Sender(flavour), new Receiver(flavour)];
}
