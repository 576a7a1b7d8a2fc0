import type { Scenario } from '../scenario.js';

const means = () => import('../contenders/locks.js');

/** Lock and unlock, by one thread alone. */
export const LOCKS: readonly Scenario[] = [
  {
    family: 'locks',
    unit: 'lock',
    size: 1,
    classes: 1,
    contenders: [
      { name: 'Mutex', prepare: async () => (await means()).mutex() },
      { name: 'RwLock-read', prepare: async () => (await means()).reading() },
      { name: 'Semaphore', prepare: async () => (await means()).semaphore() },
      { name: 'Atomics-only', prepare: async () => (await means()).atomicsOnly() },
    ],
  },
];
