import type { Scenario } from '../scenario.js';

const twoByTwo = () => import('../contenders/two-by-two.js');

/** Numbers of two threads to two others. */
export const TWO_BY_TWO: readonly Scenario[] = [
  {
    family: 'two_by_two',
    unit: 'item',
    size: 1024,
    classes: 1,
    contenders: [
      { name: 'shared.bounded', prepare: async () => (await twoByTwo()).oneChannel() },
      { name: 'postMessage', prepare: async () => (await twoByTwo()).portsBetween() },
    ],
  },
];
