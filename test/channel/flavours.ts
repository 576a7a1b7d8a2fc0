import { bounded, type Receiver, type Sender, unbounded } from 'reveille/channel';

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
