import type { Scenario } from '../scenario.js';

const woken = () => import('../contenders/woken.js');

/** A wake of a task that is woken already, again and again, by its own thread. */
export const WOKEN: readonly Scenario[] = [
  {
    family: 'wake_woken',
    unit: 'wake',
    size: 1,
    classes: 1,
    contenders: [
      { name: 'SharedWaker', prepare: async () => (await woken()).bySharedWaker() },
      { name: 'Waker', prepare: async () => (await woken()).byWaker() },
    ],
  },
];
