import { type Scenario, scenarios } from '../scenario.js';

/** What it costs to resume the innermost of 1, 5 and 20 functions that await each other. */
export const NESTING: readonly Scenario[] = scenarios(
  'nesting',
  'resume',
  [1, 5, 20],
  [
    { name: 'co', prepare: async (shape) => (await import('../contenders/reveille-nesting.js')).coroutineChain(shape) },
    {
      name: 'generators',
      prepare: async (shape) => (await import('../contenders/native-nesting.js')).generatorChain(shape),
    },
    {
      name: 'native-async',
      prepare: async (shape) => (await import('../contenders/native-nesting.js')).asyncChain(shape),
    },
  ],
);

/** What it costs to await something that is there already, 1000 times in a row. */
export const READY: readonly Scenario[] = scenarios(
  'await_ready',
  'await',
  [1000],
  [
    { name: 'co', prepare: async (shape) => (await import('../contenders/awaiting-ready.js')).coroutine(shape) },
    {
      name: 'native-await',
      prepare: async (shape) => (await import('../contenders/awaiting-values.js')).asyncFunction(shape),
    },
  ],
);
