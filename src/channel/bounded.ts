import { checkInteger } from '../core/check.js';
import { ArrayFlavour } from './flavours/array.js';
import { ZeroFlavour } from './flavours/zero.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';

/** The largest array that V8 lays out as one block. */
const MOST = 2 ** 25;

/**
 * A channel of limited capacity for the values of one thread: who sends faster than others receive has to wait.
 *
 * With a capacity of 0 it is a rendezvous: a send is done when a receiver was there for it, and the value was never stored.
 *
 * Corresponds to `crossbeam_channel::bounded`.
 *
 * @typeParam T - the type of the values; anything but `PENDING` and `END`.
 * @param capacity - how many values fit (items): a whole number from 0 to 33,554,432.
 * @returns both ends. Each may be cloned, and each is dropped on its own.
 * @throws TypeError or RangeError when `capacity` is anything else.
 *
 * @example
 * ```ts
 * import { bounded } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 *
 * const [tx, rx] = bounded<string>(1);
 * assert.equal(tx.trySend('a'), true);
 * assert.equal(tx.trySend('b'), false); // full
 * assert.equal(rx.tryRecv(), 'a');
 * ```
 */
export function bounded<T>(capacity: number): [sender: Sender<T>, receiver: Receiver<T>] {
  checkInteger('capacity', capacity, 0, MOST);
  const flavour = capacity === 0 ? new ZeroFlavour<T>() : new ArrayFlavour<T>(capacity);
  return [new Sender(flavour), new Receiver(flavour)];
}
