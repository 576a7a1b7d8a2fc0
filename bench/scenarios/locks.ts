import type { Scenario } from '../scenario.js';

const means = () => import('../contenders/locks.js');

const ofTwo = () => import('../contenders/contended.js');

/** Lock and unlock, by one thread alone, and by one of two that both do. */
export const LOCKS: readonly Scenario[] = [
  {
    family: 'locks',
    unit: 'lock',
    size: 1,
    classes: 1,
    contenders: [
      { name: 'Mutex', prepare: async () => (await means()).mutex() },
      { name: 'RwLock-read', prepare: async () => (await means()).reading() },
      { name: 'RwLock-write', prepare: async () => (await means()).writing() },
      { name: 'Semaphore', prepare: async () => (await means()).semaphore() },
      { name: 'Atomics-only', prepare: async () => (await means()).atomicsOnly() },
    ],
  },
  {
    family: 'contended_locks',
    unit: 'lock',
    size: 2,
    classes: 1,
    contenders: [
      { name: 'Mutex', prepare: async () => (await ofTwo()).mutexOfTwo() },
      { name: 'Atomics-only', prepare: async () => (await ofTwo()).futexOfTwo() },
    ],
  },
];
