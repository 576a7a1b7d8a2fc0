import fc from 'fast-check';
import { HandleError } from 'reveille';
import { type Receiver, type Sender, shared } from 'reveille/channel';
import type { Act, Stage } from '../act.js';
import { Ledger } from '../ledger.js';
import { isSudden, type Part } from '../part.js';
import { areNumbers, type Carries, valuesOf } from '../values.js';
import { receiveAll } from './consume.js';
import type { Ends } from './lanes.js';

/** What is drawn for an act with channels. */
export interface ChannelPlan {
  readonly flavour: 'array' | 'list' | 'zero';
  readonly capacity: number;
  readonly bytes: number;
  /** One channel, or two that a thread may select from. */
  readonly lanes: number;
  /** How many items each producer sends. */
  readonly count: number;
  /** After so many items the main thread closes them. */
  readonly close: number;
}

const plans: fc.Arbitrary<ChannelPlan> = fc.record({
  flavour: fc.constantFrom('array', 'list', 'zero'),
  capacity: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 1024 })),
  bytes: fc.oneof(fc.integer({ min: 8_192, max: 16_384 }), fc.constant(1_048_576)),
  lanes: fc.integer({ min: 1, max: 2 }),
  count: fc.integer({ min: 1, max: 2_000 }),
  close: fc.oneof({ weight: 3, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER) }, fc.nat(2_000)),
});

/** Channels that carry one kind of values; the main thread receives to the end. */
export function channelAct(carries: Carries): Act<ChannelPlan> {
  return { kind: `channel of ${carries}`, play: 'channel', plans, open: (plan, parts) => open(carries, plan, parts) };
}

function open(carries: Carries, plan: ChannelPlan, parts: readonly Part[]): Stage {
  const ledger = new Ledger();
  const mayBreak = areNumbers(carries) && parts.some(({ end }) => isSudden(end));
  const channels = Array.from({ length: plan.lanes }, () => make(carries, plan));
  const senders = channels.map(([tx]) => tx);
  const receivers = channels.map(([, rx]) => rx);
  const common = { carries, count: plan.count, canReserve: plan.flavour !== 'zero', ledger: ledger.buffer, mayBreak };
  const handles = parts.map(({ role }, thread): Ends => {
    if (thread === 0 || role % 2 === 0) return { ...common, role: 'producer', lanes: senders.map((tx) => tx.share()) };
    return { ...common, role: 'consumer', lanes: receivers.map((rx) => rx.share()) };
  });
  for (const tx of senders) tx[Symbol.dispose]();
  return {
    handles,
    async play(here) {
      try {
        await receiveAll(receivers, valuesOf(carries), ledger, here, (done) => {
          if (done >= plan.close) for (const rx of receivers) rx.close();
        });
      } catch (error) {
        if (!(error instanceof HandleError && mayBreak)) throw error;
        ledger.breaks();
      }
      for (const rx of receivers) rx[Symbol.dispose]();
    },
    check: () => ledger.check(),
  };
}

function make(carries: Carries, { flavour, capacity, bytes }: ChannelPlan): [Sender<unknown>, Receiver<unknown>] {
  const { items } = valuesOf(carries);
  const options = areNumbers(carries) ? undefined : { bytes };
  if (flavour === 'list') return shared.unbounded(items, options);
  return shared.bounded(flavour === 'zero' ? 0 : capacity, items, options);
}
