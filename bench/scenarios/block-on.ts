import { type Scenario, scenarios } from '../scenario.js';

/** Blocking on a future that wakes itself and answers pending 0, 10 and 50 times. */
export const BLOCK_ON: readonly Scenario[] = scenarios(
  'block_on',
  'call',
  [0, 10, 50],
  [
    { name: 'blockOn', prepare: async (shape) => (await import('../contenders/reveille-block-on.js')).park(shape) },
    {
      name: 'blockOnChannel',
      prepare: async (shape) => (await import('../contenders/reveille-block-on.js')).channel(shape),
    },
    {
      name: 'blockOnExecutor',
      prepare: async (shape) => (await import('../contenders/reveille-block-on.js')).executor(shape),
    },
    { name: 'rust-futures', rust: ['block_on', 'futures'] },
    { name: 'rust-bounded1', rust: ['block_on', 'bounded1'] },
    { name: 'rust-executor', rust: ['block_on', 'executor'] },
    { name: 'rust-again', rust: ['block_on', 'again'] },
    {
      name: 'native-await',
      prepare: async (shape) => (await import('../contenders/native-block-on.js')).nativeAwait(shape),
    },
    { name: 'effect', prepare: async (shape) => (await import('../contenders/effect-block-on.js')).runSync(shape) },
  ],
);
