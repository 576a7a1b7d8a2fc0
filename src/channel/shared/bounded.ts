import { home } from '../../camp/home.js';
import { checkInteger } from '../../core/check.js';
import type { ItemKind } from '../../queue/items.js';
import { Receiver } from '../receiver.js';
import { Sender } from '../sender.js';
import { type Carried, isCodec, type ValueOf } from './carried.js';
import type { Make } from './make.js';
import { framesOf, ringOf } from './makes.js';
import { create } from './open.js';
import { bytesOf, type SharedOptions, seatsOf, spinOf } from './options.js';

/**
 * A channel of limited capacity between threads: of numbers, or of values that a codec writes as bytes; see
 * `reveille/codec`.
 *
 * Sending and receiving are a push to and a pop from a queue in shared memory, with a look at whether anybody waits. No event
 * loop is needed on either side: a thread that blocks and a task on an event loop may be the two ends of one channel.
 *
 * Ends are counted over all threads: when the last sender is dropped, or its thread has ended, receivers get what is left
 * and then learn that there will be no more. {@link Sender.share} and {@link Receiver.share} make an end for another
 * thread.
 *
 * Corresponds to `crossbeam_channel::bounded`.
 *
 * @typeParam C - what it carries.
 * @param capacity - how many values fit (items): a whole number from 0 to 67,108,864. With 0 it is a rendezvous: a
 * send is done when a receiver was there for it.
 * @param items - what they are: `'i32'`, `'f64'`, `'i64'`, which are bigints, or a codec. What the codec can't carry, and what
 * is longer than a frame may be, is an error of the send.
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
export function bounded<C extends Carried>(
  capacity: number,
  items: C,
  options?: SharedOptions,
): [sender: Sender<ValueOf<C>>, receiver: Receiver<ValueOf<C>>] {
  checkInteger('capacity', capacity, 0, 2 ** 26);
  const seats = seatsOf(options);
  const spin = spinOf(options);
  const codec = isCodec(items) ? items : undefined;
  const bytes = bytesOf(options, codec !== undefined);
  const transit = capacity === 0 ? 2 * seats : capacity; // of a rendezvous: how many can be on their way at once
  const make =
    codec === undefined
      ? ringOf(transit, items as ItemKind, capacity)
      : framesOf(codec, bytes, transit, capacity, home.own);
  const flavour = create(make as Make<ValueOf<C>>, seats, spin);
  return [new Sender(flavour), new Receiver(flavour)];
}
