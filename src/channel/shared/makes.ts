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
  return numbers(new SharedArrayQueue(capacity, { items }));
}

export function unboundedNumbers<K extends ItemKind>(limit: number, items: K): Make<ItemOf<K>> {
  return numbers(new SharedSegQueue({ capacity: limit, items }));
}

/** @throws TypeError or HandleError when the memory is not that of a queue of such numbers. */
export function attachNumbers<K extends ItemKind>(
  queue: SharedArrayBuffer,
  items: K,
  capacity: number,
): Make<ItemOf<K>> {
  if (!isShared(queue)) throw new TypeError(`handle.queue: expected a SharedArrayBuffer, got ${describe(queue)}`);
  const { attach } = capacity === UNBOUNDED ? SharedSegQueue : SharedArrayQueue;
  return numbers(attach(queue, { items }));
}

function numbers<K extends ItemKind>(queue: SharedArrayQueue<K> | SharedSegQueue<K>): Make<ItemOf<K>> {
  const isBounded = queue instanceof SharedArrayQueue;
  const name = isBounded ? `shared.bounded(${queue.capacity}, '${queue.items}')` : `shared.unbounded('${queue.items}')`;
  return {
    name,
    store: queue,
    items: queue.items,
    queue: queue.share(),
    capacity: isBounded ? queue.capacity : UNBOUNDED,
  };
}
