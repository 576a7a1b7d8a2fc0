import { bounded, type Receiver, type Sender, shared, unbounded } from 'reveille/channel';

/** A flavour under test. */
export interface Flavour {
  readonly name: string;
  /** How many items fit. */
  readonly capacity: number;
  make<T>(): [Sender<T>, Receiver<T>];
}

const ofCapacity = (capacity: number): Flavour => ({
  name: `bounded(${capacity})`,
  capacity,
  make: () => bounded(capacity),
});

export const RENDEZVOUS: Flavour = ofCapacity(0);

/** Those that hold at least one item. */
export const BUFFERED: readonly Flavour[] = [
  ofCapacity(1),
  ofCapacity(3),
  ofCapacity(128),
  { name: 'unbounded', capacity: Number.POSITIVE_INFINITY, make: () => unbounded() },
];

/** Those that can be full. */
export const LIMITED: readonly Flavour[] = [RENDEZVOUS, ...BUFFERED.slice(0, 3)];

/** All between senders and receivers. */
export const FLAVOURS: readonly Flavour[] = [RENDEZVOUS, ...BUFFERED];

const sharedOf = (capacity: number): Flavour => ({
  name: `shared.bounded(${capacity})`,
  capacity,
  make: <T>() => shared.bounded(capacity, 'f64') as unknown as [Sender<T>, Receiver<T>],
});

/**
 * Between threads, here with both ends on one: for cases that send numbers alone. Who waits is woken to look, and another
 * one may have been faster, so cases about who is served when are not theirs.
 */
export const SHARED_BUFFERED: readonly Flavour[] = [
  sharedOf(1),
  sharedOf(3),
  sharedOf(128),
  {
    name: 'shared.unbounded',
    capacity: 300,
    make: <T>() => shared.unbounded('f64', { limit: 300 }) as unknown as [Sender<T>, Receiver<T>],
  },
];

/** A receiver that only tries finds nothing at a rendezvous between threads, where a sender waits for one that waits. */
export const SHARED: readonly Flavour[] = [sharedOf(0), ...SHARED_BUFFERED];
