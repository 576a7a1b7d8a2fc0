import { ListFlavour } from './flavours/list.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';

/**
 * A channel without limit for the values of one thread: a send never waits. If senders are faster for long, it grows until
 * memory is used up; `bounded` makes them wait.
 *
 * Corresponds to `crossbeam_channel::unbounded`.
 *
 * @typeParam T - the type of the values; anything but `PENDING` and `END`.
 * @returns both ends. Each may be cloned, and each is dropped on its own.
 *
 * @example
 * ```ts
 * import { unbounded } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 *
 * const [tx, rx] = unbounded<number>();
 * for (let n = 0; n < 1000; n += 1) assert.equal(tx.trySend(n), true);
 * assert.equal(rx.length, 1000);
 * ```
 */
export function unbounded<T>(): [sender: Sender<T>, receiver: Receiver<T>] {
  const flavour = new ListFlavour<T>();
  return [new Sender(flavour), new Receiver(flavour)];
}
