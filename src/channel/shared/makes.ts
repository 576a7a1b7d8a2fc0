import { isShortThere, shortWordOf } from '../../camp/fellow-word.js';
import type { Member } from '../../camp/member.js';
import { bytes } from '../../codec/bytes.js';
import type { Codec } from '../../codec/codec.js';
import { describe } from '../../core/check.js';
import { isShared } from '../../core/shared-buffer.js';
import type { FrameOwner } from '../../queue/frame-owner.js';
import type { ItemKind, ItemOf } from '../../queue/items.js';
import { SharedArrayQueue } from '../../queue/shared-array-queue.js';
import { SharedFrameQueue } from '../../queue/shared-frame-queue.js';
import { SharedSegQueue } from '../../queue/shared-seg-queue.js';
import { CodecStore } from './codec-store.js';
import { FrameStore } from './frame-store.js';
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

/** @param capacity - what the channel's memory says of it. */
export function ringOf<K extends ItemKind>(length: number, items: K, capacity: number): Make<ItemOf<K>> {
  return numbers(new SharedArrayQueue(length, { items }), capacity);
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

/** @param frames - how many values fit; `capacity` is what the channel's memory says of it. */
export function framesOf<T>(codec: Codec<T>, size: number, frames: number, capacity: number, me: Member): Make<T> {
  const bytes = size - 8; // so that the ring, which has a cell more and is a power of two, is not twice as long
  const maxFrame = ((size >> 1) & ~7) - 16;
  return encoded(new SharedFrameQueue({ bytes, frames, maxFrame, ...ownerOf(me) }), codec, capacity);
}

/** @throws TypeError or HandleError when the memory is not that of a queue of frames. */
export function attachFrames<T>(queue: SharedArrayBuffer, codec: Codec<T>, capacity: number, me: Member): Make<T> {
  return encoded(SharedFrameQueue.attach(queue, ownerOf(me)), codec, capacity);
}

function ownerOf({ ground, record, epoch }: Member): FrameOwner {
  return { owner: shortWordOf(record, epoch), isAlive: (word) => isShortThere(ground, word) };
}

function encoded<T>(queue: SharedFrameQueue, codec: Codec<T>, capacity: number): Make<T> {
  const name =
    capacity === UNBOUNDED ? `shared.unbounded(${codec.name})` : `shared.bounded(${capacity}, ${codec.name})`;
  const store =
    (codec as unknown) === bytes() ? (new FrameStore(queue) as unknown as Store<T>) : new CodecStore(queue, codec);
  return { name, store, items: codec.name, queue: queue.share(), capacity };
}

function numbers<K extends ItemKind>(
  queue: SharedArrayQueue<K> | SharedSegQueue<K>,
  capacity: number,
): Make<ItemOf<K>> {
  const { items } = queue;
  const name = capacity === UNBOUNDED ? `shared.unbounded('${items}')` : `shared.bounded(${capacity}, '${items}')`;
  return { name, store: queue as unknown as Store<ItemOf<K>>, items, queue: queue.share(), capacity };
}
