import { blockOn, type Future, PENDING, type SelectOptions, select } from 'reveille';
import { type EndHandle, shared } from 'reveille/channel';
import type { Doing, Here } from '../stage/here.js';
import type { Role } from '../stage/perform.js';
import { type Choice, type Prop, play, type Setting, type Situation } from '../stage/play.js';
import type { Play } from '../table/row.js';
import { itemsOf, unwrap } from './carrier.js';
import { Rx, Tx } from './ends.js';
import { CHANNELS, type ChannelFlavour, type Ends, isZero, makeEnds } from './flavours.js';

/** A case about channels. */
export interface ChannelCase extends Situation<Held> {
  /** The capacity of each, or that of the flavour; one of the flavour, unless stated. */
  readonly channels?: readonly (number | 'flavour')[];
  /** Whether each send and each receive is the only branch of a select. */
  readonly bySelect?: boolean;
}

type AnyEnd = Tx | Rx;
type Branches = Record<string, Future<unknown>>;
type AllOptions = SelectOptions & { readonly default?: unknown };
type Chosen = { readonly key: string; readonly value: unknown };

/** The ends that a role holds. */
export class Held implements Disposable {
  readonly #ends: ReadonlyMap<string, AnyEnd>;

  constructor(
    readonly here: Here,
    readonly flavour: ChannelFlavour,
    ends: ReadonlyMap<string, AnyEnd>,
  ) {
    this.#ends = ends;
  }

  tx(channel = 0): Tx {
    return this.#end(`tx${channel}`) as Tx;
  }

  rx(channel = 0): Rx {
    return this.#end(`rx${channel}`) as Rx;
  }

  #end(name: string): AnyEnd {
    const end = this.#ends.get(name);
    if (end === undefined) throw new Error(`the role has no ${name}`);
    return end;
  }

  /**
   * A select in the grade of the run. One with a default or a time limit is in the same grade as ever; and at a
   * rendezvous it waits, where two who only try would not meet.
   */
  *select(
    branches: () => Branches,
    options: AllOptions = {},
    tries = this.here.tries && !isZero(this.flavour),
  ): Doing<{ key: string; value: unknown }> {
    const started = (more: AllOptions = options): Future<Chosen> =>
      select(branches(), more as SelectOptions) as Future<Chosen>;
    const chosen = yield* this.here.take<Chosen>(
      {
        try: () => {
          const found = blockOn(started({ ...options, default: undefined }));
          return found.key === 'default' ? PENDING : found;
        },
        wait: () => started(),
        block: () => blockOn(started()),
      },
      tries && !('default' in options || 'timeout' in options),
    );
    return { key: chosen.key, value: unwrap(chosen.value) };
  }

  [Symbol.dispose](): void {
    for (const end of this.#ends.values()) end[Symbol.dispose]();
  }
}

/** `tx rx1` names the sender of the first channel and the receiver of the second. */
function parse(needs: string): { name: string; side: 'tx' | 'rx'; channel: number }[] {
  return needs
    .split(' ')
    .filter((need) => need !== '')
    .map((need) => {
      const channel = Number(need.slice(2));
      const side = need.startsWith('tx') ? 'tx' : 'rx';
      return { name: `${side}${channel}`, side, channel };
    });
}

class Channels implements Prop<Held> {
  readonly #pairs: readonly Ends[];
  readonly #bySelect: boolean;

  constructor(
    readonly flavour: ChannelFlavour,
    { channels = ['flavour'], bySelect = false }: ChannelCase,
  ) {
    this.#bySelect = bySelect;
    this.#pairs = channels.map((capacity) => makeEnds(flavour, capacity === 'flavour' ? flavour.capacity : capacity));
  }

  hold(needs: string, here: Here): Held {
    const ends = parse(needs).map(({ name, side, channel }): [string, AnyEnd] => {
      const [tx, rx] = this.#pairs[channel]!;
      return [name, endOf(side === 'tx' ? tx.clone() : rx.clone(), here, this.flavour, this.#bySelect)];
    });
    return new Held(here, this.flavour, new Map(ends));
  }

  parcel(needs: string): Parcel {
    const ends = parse(needs).map(({ name, side, channel }): [string, EndHandle] => {
      const [tx, rx] = this.#pairs[channel]!;
      return [name, (side === 'tx' ? tx : rx).share()];
    });
    return { ends, bySelect: this.#bySelect };
  }

  [Symbol.dispose](): void {
    for (const end of this.#pairs.flat()) end[Symbol.dispose]();
  }
}

interface Parcel {
  readonly ends: readonly (readonly [name: string, handle: EndHandle])[];
  readonly bySelect: boolean;
}

function endOf(end: Ends[number], here: Here, { carrier }: ChannelFlavour, bySelect: boolean): AnyEnd {
  if ('trySend' in end) return new Tx(end, here, carrier, bySelect);
  return new Rx(end, here, carrier, end.capacity === 0, bySelect);
}

const SETTING: Setting<Held, ChannelFlavour, ChannelCase> = {
  flavours: CHANNELS,
  make: (flavour, situation) => new Channels(flavour, situation),
  open(flavour, parcel, here) {
    const items = itemsOf(flavour.carrier);
    const { ends, bySelect } = parcel as Parcel;
    const attached = ends.map(([name, handle]): [string, AnyEnd] => {
      const end = name.startsWith('tx') ? shared.attachSender(handle, items) : shared.attachReceiver(handle, items);
      return [name, endOf(end, here, flavour, bySelect)];
    });
    return new Held(here, flavour, new Map(attached));
  },
};

export const role = (needs: string, body: Role<Held>['body']): Role<Held> => ({ needs, body });

/** The case in these flavours of channels. */
export const onChannels = (situation: ChannelCase, choice?: Choice<ChannelFlavour>): Play =>
  play(SETTING, situation, choice);
