import { bounded, type Receiver, type Sender, shared, unbounded } from 'reveille/channel';
import type { Flavour } from '../stage/play.js';
import { type Carrier, itemsOf } from './carrier.js';

/** A kind of channel. */
export interface ChannelFlavour extends Flavour {
  readonly carrier: Carrier;
  /** How many values fit; `Infinity` of those without a limit. */
  readonly capacity: number;
}

/** How much a channel with a codec holds in these cases, bytes. */
const BYTES = 65_536;

/** How many values a channel between threads holds that has no limit of its own. */
const LIMIT = 10_000;

export type Ends = [tx: Sender<unknown>, rx: Receiver<unknown>];

/** A channel of the same kind with this capacity. */
export function makeEnds({ shared: isShared, carrier }: ChannelFlavour, capacity: number): Ends {
  if (!isShared) return capacity === Number.POSITIVE_INFINITY ? unbounded() : bounded(capacity);
  const bytes = carrier === 'i32' || carrier === 'f64' ? {} : { bytes: BYTES };
  const items = itemsOf(carrier);
  if (capacity === Number.POSITIVE_INFINITY) return shared.unbounded(items, { limit: LIMIT, ...bytes });
  return shared.bounded(capacity, items, bytes);
}

const nameOf = (capacity: number): string =>
  capacity === Number.POSITIVE_INFINITY ? 'unbounded' : `bounded(${capacity})`;

const here = (capacity: number): ChannelFlavour => ({
  name: nameOf(capacity),
  shared: false,
  carrier: 'anything',
  capacity,
});

const between = (capacity: number, carrier: Carrier): ChannelFlavour => ({
  name: `shared.${nameOf(capacity)} of ${carrier}`,
  shared: true,
  carrier,
  capacity,
});

const CAPACITIES = [0, 1, 3, Number.POSITIVE_INFINITY];

/** All kinds of channels between senders and receivers. */
export const CHANNELS: readonly ChannelFlavour[] = [
  ...CAPACITIES.map(here),
  ...CAPACITIES.map((capacity) => between(capacity, 'i32')),
  between(3, 'f64'),
  between(3, 'json'),
  ...[0, 3, Number.POSITIVE_INFINITY].flatMap((capacity) => [
    between(capacity, 'bytes'),
    between(capacity, 'structured'),
  ]),
];

export const isZero = ({ capacity }: ChannelFlavour): boolean => capacity === 0;
export const isArray = ({ capacity }: ChannelFlavour): boolean => capacity > 0 && capacity !== Number.POSITIVE_INFINITY;
export const isList = ({ capacity }: ChannelFlavour): boolean => capacity === Number.POSITIVE_INFINITY;
