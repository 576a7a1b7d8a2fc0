import { describe } from '../../core/check.js';
import { isShared } from '../../core/shared-buffer.js';
import type { ItemKind, ItemOf } from '../../queue/items.js';
import { SharedArrayQueue } from '../../queue/shared-array-queue.js';
import { SharedSegQueue } from '../../queue/shared-seg-queue.js';
import { UNBOUNDED } from './layout.js';
import type { Store } from './store.js';

/** A channel's queue, and what stands in its handles. */
export interface Make<T> {
  /** What the channel is called in errors. */
  readonly name: string;
  readonly store: Store<T>;
  readonly items: string;
  readonly queue: SharedArrayBuffer;
  /** What the channel's memory says of it: how many values fit, 0 for a rendezvous, or {@link UNBOUNDED}. */
  readonly capacity: number;
}

export function boundedNumbers<K extends ItemKind>(capacity: number, items: K): Make<ItemOf<K>> {
  return numbers(new SharedArrayQueue(capacity, { items }), capacity);
}

/** @param transit - how many values can be on their way at the same time. */
export function rendezvousOfNumbers<K extends ItemKind>(transit: number, items: K): Make<ItemOf<K>> {
  return numbers(new SharedArrayQueue(transit, { items }), 0);
}

export function unboundedNumbers<K extends ItemKind>(limit: number, items: K): Make<ItemOf<K>> {
  return numbers(new SharedSegQueue({ capacity: limit, items }), UNBOUNDED);
}

/** @throws TypeError or HandleError when the memory is not that of a queue of such numbers. */
export function attachNumbers<K extends ItemKind>(
  queue: SharedArrayBuffer,
  items: K,
  capacity: number,
): Make<ItemOf<K>> {
  if (!isShared(queue)) throw new TypeError(`handle.queue: expected a SharedArrayBuffer, got ${describe(queue)}`);
  const { attach } = capacity === UNBOUNDED ? SharedSegQueue : SharedArrayQueue;
  return numbers(attach(queue, { items }), capacity);
}

function numbers<K extends ItemKind>(
  queue: SharedArrayQueue<K> | SharedSegQueue<K>,
  capacity: number,
): Make<ItemOf<K>> {
  const { items } = queue;
  const name = capacity === UNBOUNDED ? `shared.unbounded('${items}')` : `shared.bounded(${capacity}, '${items}')`;
  return { name, store: queue as unknown as Store<ItemOf<K>>, items, queue: queue.share(), capacity };
}
