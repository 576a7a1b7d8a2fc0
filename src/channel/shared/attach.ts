import type { ItemKind } from '../../queue/items.js';
import { Receiver } from '../receiver.js';
import { Sender } from '../sender.js';
import { type Carried, isCodec, type ValueOf } from './carried.js';
import type { SharedFlavour } from './flavour.js';
import type { EndHandle } from './handle.js';
import type { Make } from './make.js';
import { attachFrames, attachNumbers } from './makes.js';
import { attach } from './open.js';
import { type EndOptions, endSpinOf } from './options.js';

/**
 * The sender that another thread shared, on this one. The handle stands for one end: attached again, it is one more, if
 * the channel is still open then.
 *
 * Corresponds to moving a `Sender` into another thread.
 *
 * @param handle - what {@link Sender.share} answered, however it came here.
 * @param items - what the channel carries, as it was made.
 * @param options - see {@link shared.EndOptions}.
 * @returns the sender; of a closed channel if all its senders were gone by now.
 * @throws TypeError or RangeError when an argument is wrong; HandleError when the memory holds something else, or is of
 * another version of the library; RangeError when too many threads use the channel.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const [tx, rx] = shared.bounded(8, 'f64');
 * using other = shared.attachSender(tx.share(), 'f64'); // as another thread would
 * other.trySend(0.5);
 * console.log(rx.tryRecv()); // 0.5
 * ```
 */
export function attachSender<C extends Carried>(handle: EndHandle, items: C, options?: EndOptions): Sender<ValueOf<C>> {
  return new Sender(flavourOf(handle, 'sender', items, options));
}

/**
 * The receiver that another thread shared, on this one. See {@link shared.attachSender}.
 *
 * Corresponds to moving a `Receiver` into another thread.
 *
 * @param handle - what {@link Receiver.share} answered, however it came here.
 * @param items - what the channel carries, as it was made.
 * @param options - see {@link shared.EndOptions}.
 * @throws as {@link shared.attachSender}.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 *
 * const [tx, rx] = shared.bounded(8, 'i32');
 * using other = shared.attachReceiver(rx.share(), 'i32'); // as another thread would
 * tx.trySend(7);
 * console.log(other.tryRecv()); // 7
 * ```
 */
export function attachReceiver<C extends Carried>(
  handle: EndHandle,
  items: C,
  options?: EndOptions,
): Receiver<ValueOf<C>> {
  return new Receiver(flavourOf(handle, 'receiver', items, options));
}

function flavourOf<C extends Carried>(
  handle: EndHandle,
  end: 'sender' | 'receiver',
  items: C,
  options: EndOptions | undefined,
): SharedFlavour<ValueOf<C>> {
  const spin = endSpinOf(options);
  const codec = isCodec(items) ? items : undefined;
  return attach(handle, end, codec?.name ?? (items as ItemKind), spin, (queue, capacity, me) => {
    const make =
      codec === undefined
        ? attachNumbers(queue, items as ItemKind, capacity)
        : attachFrames(queue, codec, capacity, me);
    return make as Make<ValueOf<C>>;
  });
}
