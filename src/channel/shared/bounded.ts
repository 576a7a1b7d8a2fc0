import { checkInteger } from '../../core/check.js';
import type { ItemKind, ItemOf } from '../../queue/items.js';
import { Receiver } from '../receiver.js';
import { Sender } from '../sender.js';
import { boundedNumbers, rendezvousOfNumbers } from './makes.js';
import { create } from './open.js';
import { type SharedOptions, seatsOf } from './options.js';

/**
 * A channel of limited capacity between threads, of numbers.
 *
 * Sending and receiving are a push to and a pop from a `SharedArrayQueue`, with a look at whether anybody waits. No event
 * loop is needed on either side: a thread that blocks and a task on an event loop may be the two ends of one channel.
 *
 * Ends are counted over all threads: when the last sender is dropped, or its thread has ended, receivers get what is left
 * and then learn that there will be no more. {@link Sender.share} and {@link Receiver.share} make an end for another
 * thread.
 *
 * Corresponds to `crossbeam_channel::bounded`.
 *
 * @typeParam K - the kind of the numbers.
 * @param capacity - how many values fit (items): a whole number from 0 to 67,108,864. With 0 it is a rendezvous: a
 * send is done when a receiver was there for it.
 * @param items - what they are: `'i32'`, `'f64'`, or `'i64'`, which are bigints.
 * @param options - see {@link SharedOptions}.
 * @returns both ends, on this thread.
 * @throws TypeError or RangeError when an argument is wrong, RangeError when there is no memory left; ReveilleError where
 * there is no shared memory.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 * import { isMainThread, Worker, workerData } from 'node:worker_threads';
 *
 * if (isMainThread) {
 *   const [tx, rx] = shared.bounded(128, 'i32');
 *   new Worker(new URL(import.meta.url), { workerData: tx.share() });
 *   tx[Symbol.dispose](); // the worker's is the only one now
 *   let sum = 0;
 *   for await (const word of rx) sum += word; // ends when the worker does
 *   assert.equal(sum, 55);
 * } else {
 *   const tx = shared.attachSender(workerData, 'i32');
 *   for (let word = 1; word <= 10; word += 1) tx.sendBlocking(word);
 * }
 * ```
 */
export function bounded<K extends ItemKind>(
  capacity: number,
  items: K,
  options?: SharedOptions,
): [sender: Sender<ItemOf<K>>, receiver: Receiver<ItemOf<K>>] {
  checkInteger('capacity', capacity, 0, 2 ** 26);
  const seats = seatsOf(options);
  const make = capacity === 0 ? rendezvousOfNumbers(2 * seats, items) : boundedNumbers(capacity, items);
  const flavour = create(make, seats);
  return [new Sender(flavour), new Receiver(flavour)];
}
