import type { Scenario } from '../scenario.js';

const reveille = () => import('../contenders/reveille-queues.js');
const others = () => import('../contenders/other-queues.js');

/** A push and a pop, with 64 items inside. No future passes through a queue, so there is no variant with eight. */
export const QUEUE: readonly Scenario[] = [
  {
    family: 'queue',
    unit: 'push + pop',
    size: 64,
    classes: 1,
    contenders: [
      { name: 'ArrayQueue', prepare: async (shape) => (await reveille()).arrayQueue(shape) },
      { name: 'SegQueue', prepare: async (shape) => (await reveille()).segQueue(shape) },
      { name: 'denque', prepare: async (shape) => (await others()).denque(shape) },
      { name: 'array', prepare: async (shape) => (await others()).plainArray(shape) },
      { name: 'SharedArrayQueue', prepare: async (shape) => (await reveille()).sharedArrayQueue(shape) },
      {
        name: 'SharedArrayQueue-full',
        prepare: async (shape) => (await reveille()).sharedArrayQueueAtItsLimit(shape),
      },
      {
        name: 'SharedArrayQueue-f64',
        prepare: async (shape) => (await reveille()).sharedArrayQueueOfDoubles(shape),
      },
      {
        name: 'SharedArrayQueue-i64',
        prepare: async (shape) => (await reveille()).sharedArrayQueueOfIntegers(shape),
      },
      { name: 'SharedSegQueue', prepare: async (shape) => (await reveille()).sharedSegQueue(shape) },
    ],
  },
];
