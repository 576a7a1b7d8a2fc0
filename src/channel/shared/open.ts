import { Ground } from '../../camp/ground.js';
import { home } from '../../camp/home.js';
import type { Member } from '../../camp/member.js';
import { Seats } from '../../camp/seats.js';
import { checkInteger, describe } from '../../core/check.js';
import { HandleError } from '../../core/errors.js';
import { allocateShared, attachShared } from '../../core/shared-memory.js';
import { load } from '../../platform/index.js';
import { SharedFlavour } from './flavour.js';
import { FrameStore } from './frame-store.js';
import { SharedFrames } from './frames.js';
import type { EndHandle } from './handle.js';
import { CAPACITY, SEATS, SEATS_AT, wordsFor } from './layout.js';
import type { Make } from './makes.js';
import { SharedZero } from './zero.js';

/** A new channel, with an end of each kind on this thread. */
export function create<T>(make: Make<T>, seats: number, spin: number | undefined): SharedFlavour<T> {
  const words = new Int32Array(allocateShared('chan', wordsFor(seats)));
  words[CAPACITY] = make.capacity;
  words[SEATS] = seats;
  const flavour = flavourOf(make, new Seats(words, SEATS_AT, seats, home.own));
  flavour.setSpin('sender', spin);
  flavour.setSpin('receiver', spin);
  flavour.mine.senders.add();
  flavour.mine.receivers.add();
  return flavour;
}

/**
 * The channel that a handle names, as this thread has it.
 *
 * @throws TypeError, RangeError or HandleError when it is no such handle.
 */
export function attach<T>(
  handle: EndHandle,
  end: 'sender' | 'receiver',
  items: string,
  spin: number | undefined,
  make: (queue: SharedArrayBuffer, capacity: number, me: Member) => Make<T>,
): SharedFlavour<T> {
  checkHandle(handle, end, items);
  const words = attachShared('handle.channel', handle.channel, 'chan', wordsFor(1));
  const seats = words[SEATS] as number;
  if (words.length !== wordsFor(seats)) throw new HandleError('handle.channel: its size is not what it states');
  checkInteger('handle.seat', handle.seat, 0, seats - 1);
  checkInteger('handle.owner', handle.owner, 1, 2 ** 31 - 1);
  const camp = home.in(new Ground('handle.camp', handle.camp));
  const places = new Seats(words, SEATS_AT, seats, camp);
  const mine = places.find();
  const known = mine < 0 ? undefined : camp.locals.get(load(words, places.keyOf(mine)));
  const flavour =
    known instanceof SharedFlavour
      ? (known as SharedFlavour<T>)
      : flavourOf(make(handle.queue, words[CAPACITY] as number, camp), places);
  flavour.setSpin(end, spin);
  const ends = end === 'sender' ? flavour.mine.senders : flavour.mine.receivers;
  if (ends.arrive(handle.seat, handle.owner)) flavour.receiving.row.wake(handle.seat);
  flavour.check();
  return flavour;
}

function flavourOf<T>(make: Make<T>, seats: Seats): SharedFlavour<T> {
  if (make.capacity === 0) return new SharedZero(make, seats);
  if (!(make.store instanceof FrameStore)) return new SharedFlavour(make, seats);
  return new SharedFrames(make as unknown as Make<Uint8Array>, seats) as unknown as SharedFlavour<T>;
}

function checkHandle(handle: EndHandle, end: string, items: string): void {
  if (typeof handle !== 'object' || handle === null) {
    throw new TypeError(`handle: expected what share() of a ${end} answered, got ${describe(handle)}`);
  }
  if (handle.end !== end) {
    throw new TypeError(`handle.end: expected '${end}', got ${describe(handle.end)}; it is the other end of a channel`);
  }
  if (handle.items !== items) {
    throw new TypeError(`items: this channel carries ${describe(handle.items)}, got ${describe(items)}`);
  }
}
