import { checkInteger, checkOptions } from '../../core/check.js';
import type { ItemKind, ItemOf } from '../../queue/items.js';
import { Receiver } from '../receiver.js';
import { Sender } from '../sender.js';
import { unboundedNumbers } from './makes.js';
import { create } from './open.js';
import { type SharedOptions, seatsOf } from './options.js';

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
 * A channel between threads whose memory grows as it must: numbers, through a `SharedSegQueue`. Otherwise as
 * {@link shared.bounded}.
 *
 * Corresponds to `crossbeam_channel::unbounded`, but for the limit.
 *
 * @typeParam K - the kind of the numbers.
 * @param items - what they are: `'i32'`, `'f64'`, or `'i64'`, which are bigints.
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
export function unbounded<K extends ItemKind>(
  items: K,
  options: UnboundedOptions = {},
): [sender: Sender<ItemOf<K>>, receiver: Receiver<ItemOf<K>>] {
  checkOptions('options', options, ['threads', 'limit']);
  const { threads, limit = 2 ** 24 } = options;
  checkInteger('options.limit', limit, 1, 2 ** 26);
  const flavour = create(unboundedNumbers(limit, items), seatsOf(threads === undefined ? undefined : { threads }));
  return [new Sender(flavour), new Receiver(flavour)];
}
