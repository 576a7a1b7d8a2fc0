import { Ground } from '../../camp/ground.js';
import { home } from '../../camp/home.js';
import type { Member } from '../../camp/member.js';
import { ON_ITS_WAY, passageOf } from '../../camp/passage.js';
import { Seats } from '../../camp/seats.js';
import { checkInteger, describe } from '../../core/check.js';
import { HandleError } from '../../core/errors.js';
import { allocateShared, attachShared } from '../../core/shared-memory.js';
import { load } from '../../platform/index.js';
import { SharedFlavour } from './flavour.js';
import type { EndHandle } from './handle.js';
import { CAPACITY, SEATS, SEATS_AT, wordsFor } from './layout.js';
import type { Make } from './make.js';

/** A new channel, with an end of each kind on this thread. */
export function create<T>(make: Make<T>, seats: number, spin: number | undefined): SharedFlavour<T> {
  const words = new Int32Array(allocateShared('chan', wordsFor(seats)));
  words[CAPACITY] = make.capacity;
  words[SEATS] = seats;
  const flavour = new make.Flavour(make, new Seats(words, SEATS_AT, seats, home.own));
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
  makeOf: (queue: SharedArrayBuffer, capacity: number, me: Member) => Make<T>,
): SharedFlavour<T> {
  checkHandle(handle, end, items);
  const passage = passageOf(handle);
  const [places, camp] = placesOf(handle);
  const mine = places.find();
  const known = mine < 0 ? undefined : camp.locals.get(load(places.words, places.keyOf(mine)));
  const make = makeOf(handle.queue, places.words[CAPACITY] as number, camp); // a wrong one is told here, too, if it is not needed
  const flavour = known instanceof SharedFlavour ? (known as SharedFlavour<T>) : new make.Flavour(make, places);
  flavour.setSpin(end, spin);
  flavour.arrived(handle, passage);
  return flavour;
}

/**
 * Takes back an end that was shared and will not arrive: its worker has ended before it attached it, say. An end that was
 * attached is not touched, so this may be said whenever a worker has ended that was given a handle. What attaches the
 * handle afterwards has one more end, if the channel is still open.
 *
 * Corresponds to nothing: in Rust, an end that was moved to a thread is dropped with it.
 *
 * @param handle - what {@link Sender.share} or {@link Receiver.share} answered on this thread.
 * @throws TypeError or RangeError when it is no such handle; HandleError when another thread shared it, or its memory holds
 * something else.
 *
 * @example
 * ```ts
 * import { shared } from 'reveille/channel';
 * import { Worker } from 'node:worker_threads';
 *
 * const [tx, rx] = shared.bounded(8, 'i32');
 * const handle = tx.share();
 * tx[Symbol.dispose]();
 * const worker = new Worker('process.exit(1)', { eval: true, workerData: handle }); // it never attaches it
 * worker.once('exit', () => shared.revoke(handle));
 * for await (const value of rx) console.log(value);
 * console.log('nobody will send'); // nobody will send
 * ```
 */
export function revoke(handle: EndHandle): void {
  if (handle?.end !== 'sender' && handle?.end !== 'receiver') throw noHandle(handle, 'sender or receiver');
  const passage = passageOf(handle);
  const [places, camp] = placesOf(handle);
  const mine = places.find();
  if (load(passage, 0) !== ON_ITS_WAY) return;
  if (mine !== handle.seat)
    throw new HandleError('handle: another thread shared it, and only that one can take it back');
  const flavour = camp.locals.get(load(places.words, places.keyOf(mine)));
  if (flavour instanceof SharedFlavour) flavour.takeBack(handle.end, passage);
}

/** Where the threads of the channel sit, and this thread's membership of their camp. */
function placesOf(handle: EndHandle): [Seats, Member] {
  const words = attachShared('handle.channel', handle.channel, 'chan', wordsFor(1));
  const seats = words[SEATS] as number;
  if (words.length !== wordsFor(seats)) throw new HandleError('handle.channel: its size is not what it states');
  checkInteger('handle.seat', handle.seat, 0, seats - 1);
  checkInteger('handle.owner', handle.owner, 1, 2 ** 31 - 1);
  const camp = home.in(new Ground('handle.camp', handle.camp));
  return [new Seats(words, SEATS_AT, seats, camp), camp];
}

const noHandle = (handle: unknown, end: string): TypeError =>
  new TypeError(`handle: expected what share() of a ${end} answered, got ${describe(handle)}`);

function checkHandle(handle: EndHandle, end: string, items: string): void {
  const other = end === 'sender' ? 'receiver' : 'sender';
  if (handle?.end === other)
    throw new TypeError(`handle.end: expected '${end}', got '${other}': the other end of a channel`);
  if (handle?.end !== end) throw noHandle(handle, end);
  if (handle.items !== items) {
    throw otherItems(handle.items, items);
  }
}

/** Names of records are long, and may differ anywhere. */
function otherItems(carried: unknown, items: string): TypeError {
  const message = `items: this channel carries ${describe(carried)}, got ${describe(items)}`;
  if (typeof carried !== 'string') return new TypeError(message);
  let same = 0;
  while (same < items.length && items[same] === carried[same]) same += 1;
  const part = (name: string): string => describe(name.slice(Math.max(0, same - 10)));
  return new TypeError(
    same < 20 ? message : `items: this channel carries ... ${part(carried)}, got ... ${part(items)}`,
  );
}
