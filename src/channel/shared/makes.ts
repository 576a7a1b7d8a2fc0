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
import { SharedFlavour } from './flavour.js';
import { FrameStore } from './frame-store.js';
import { SharedFrames } from './frames.js';
import { UNBOUNDED } from './layout.js';
import type { Make } from './make.js';
import { numbers } from './numbers.js';
import type { Store } from './store.js';
import { SharedZero } from './zero.js';

/** @param capacity - what the channel's memory says of it. */
export function ringOf<K extends ItemKind>(length: number, items: K, capacity: number): Make<ItemOf<K>> {
  return numbers(new SharedArrayQueue(length, { items }), capacity, kindOf(capacity));
}

export function unboundedNumbers<K extends ItemKind>(limit: number, items: K): Make<ItemOf<K>> {
  return numbers(new SharedSegQueue({ capacity: limit, items }), UNBOUNDED, SharedFlavour);
}

/** @throws TypeError or HandleError when the memory is not that of a queue of such numbers. */
export function attachNumbers<K extends ItemKind>(
  queue: SharedArrayBuffer,
  items: K,
  capacity: number,
): Make<ItemOf<K>> {
  if (!isShared(queue)) throw new TypeError(`handle.queue: expected a SharedArrayBuffer, got ${describe(queue)}`);
  const { attach } = capacity === UNBOUNDED ? SharedSegQueue : SharedArrayQueue;
  return numbers(attach(queue, { items }), capacity, kindOf(capacity));
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
  const isFrames = store instanceof FrameStore && capacity !== 0;
  const Flavour = isFrames ? (SharedFrames as unknown as Make<T>['Flavour']) : kindOf<T>(capacity);
  return { name, store, items: codec.name, queue: queue.share(), capacity, Flavour };
}

const kindOf = <T>(capacity: number): Make<T>['Flavour'] => (capacity === 0 ? SharedZero : SharedFlavour);
