import type { Seats } from '../../camp/seats.js';
import type { SharedFlavour } from './flavour.js';
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
  /** The kind of channel. It stands here so that a program has those only whose makes it uses. */
  readonly Flavour: new (
    make: Make<T>,
    seats: Seats,
  ) => SharedFlavour<T>;
}
