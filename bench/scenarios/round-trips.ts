import type { Scenario } from '../scenario.js';

const trips = () => import('../contenders/round-trips.js');

/** A question to another thread and its answer: this thread blocks, or its event loop sleeps meanwhile. */
export const ROUND_TRIPS: readonly Scenario[] = [
  {
    family: 'ping_pong',
    unit: 'round trip',
    size: 1,
    classes: 1,
    contenders: [
      { name: 'shared.bounded', prepare: async () => (await trips()).blockingChannels() },
      { name: 'rust-sync_channel', rust: ['channels', 'ping_pong'] },
      { name: 'two-words', prepare: async () => (await trips()).bareLooks() },
      { name: 'Atomics.wait', prepare: async () => (await trips()).bareWait() },
    ],
  },
  {
    family: 'ping_pong_without_spinning',
    unit: 'round trip',
    size: 1,
    classes: 1,
    contenders: [
      { name: 'shared.bounded', prepare: async () => (await trips()).blockingChannels({ spin: 0 }) },
      { name: 'Atomics.wait', prepare: async () => (await trips()).bareWait() },
    ],
  },
  {
    family: 'waking_event_loop',
    unit: 'round trip',
    size: 1,
    classes: 1,
    contenders: [
      { name: 'SharedWaker', prepare: async () => (await trips()).wakenTask() },
      { name: 'shared.bounded', prepare: async () => (await trips()).awaitedChannel() },
      { name: 'waitAsync', prepare: async () => (await trips()).waitAsync() },
      { name: 'port', prepare: async () => (await trips()).port() },
    ],
  },
];
