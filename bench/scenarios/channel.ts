import type { Scenario } from '../scenario.js';

const reveille = () => import('../contenders/reveille-channels.js');
const others = () => import('../contenders/other-channels.js');
const effect = () => import('../contenders/effect-queue.js');

/** A message from one task to another of the same thread, through a channel of that capacity. */
export const CHANNEL: readonly Scenario[] = [
  {
    family: 'channel',
    unit: 'message',
    size: 128,
    classes: 1,
    contenders: [
      { name: 'bounded', prepare: async (shape) => (await reveille()).boundedChannel(shape) },
      { name: 'recvMany', prepare: async (shape) => (await reveille()).batches(shape) },
      { name: 'unbounded', prepare: async () => (await reveille()).unboundedChannel() },
      { name: 'thi.ng-csp', prepare: async (shape) => (await others()).thingCsp(shape) },
      { name: 'async-channel', prepare: async (shape) => (await others()).asyncChannel(shape) },
      { name: 'medium', prepare: async (shape) => (await others()).mediumChannel(shape) },
      { name: 'js-csp', prepare: async (shape) => (await others()).jsCsp(shape) },
      { name: 'effect-queue', prepare: async (shape) => (await effect()).effectQueue(shape) },
      { name: 'async-generator', prepare: async () => (await others()).asyncGenerator() },
    ],
  },
  {
    family: 'channel',
    unit: 'message',
    size: 0,
    classes: 1,
    contenders: [{ name: 'rendezvous', prepare: async (shape) => (await reveille()).boundedChannel(shape) }],
  },
];

/** A message from a task that sends to two channels in turn, to one that selects of both. */
export const SELECT: readonly Scenario[] = [
  {
    family: 'select',
    unit: 'message',
    size: 2,
    classes: 1,
    contenders: [
      { name: 'select', prepare: async () => (await reveille()).selectOfTwo() },
      { name: 'thi.ng-csp', prepare: async () => (await others()).thingCspSelect() },
      { name: 'js-csp', prepare: async () => (await others()).jsCspAlts() },
    ],
  },
];
