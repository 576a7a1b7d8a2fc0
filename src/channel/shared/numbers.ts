import type { ItemKind, ItemOf } from '../../queue/items.js';
import type { SharedArrayQueue } from '../../queue/shared-array-queue.js';
import type { SharedSegQueue } from '../../queue/shared-seg-queue.js';
import { UNBOUNDED } from './layout.js';
import type { Make } from './make.js';
import type { Store } from './store.js';

/**
 * A channel of numbers.
 *
 * @param capacity - what the channel's memory says of it.
 * @param Flavour - the kind of channel that this is.
 */
export function numbers<K extends ItemKind>(
  queue: SharedArrayQueue<K> | SharedSegQueue<K>,
  capacity: number,
  Flavour: Make<ItemOf<K>>['Flavour'],
): Make<ItemOf<K>> {
  const { items } = queue;
  const name = capacity === UNBOUNDED ? `shared.unbounded('${items}')` : `shared.bounded(${capacity}, '${items}')`;
  return { name, store: queue as unknown as Store<ItemOf<K>>, items, queue: queue.share(), capacity, Flavour };
}
