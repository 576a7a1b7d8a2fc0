import type { Load } from '../contenders/tasks.js';
import { type Contender, type Scenario, type Shape, scenarios } from '../scenario.js';

/** 1000 tasks that yield 100 times: what a poll costs. */
export const EXECUTOR: readonly Scenario[] = scenarios(
  'executor',
  'poll',
  [100],
  contenders('native-await', ({ size, classes }) => ({ tasks: 1000, yields: size, classes })),
);

/** 100,000 tasks that are done at their first poll: what a task costs. */
export const SPAWN: readonly Scenario[] = scenarios(
  'spawn',
  'task',
  [100_000],
  contenders('native-promises', ({ size, classes }) => ({ tasks: size, yields: 0, classes })),
);

function contenders(native: string, load: (shape: Shape) => Load): Contender[] {
  return [
    {
      name: 'hand-written',
      prepare: async (shape) => (await import('../contenders/reveille-tasks.js')).handWritten(load(shape)),
    },
    { name: 'co', prepare: async (shape) => (await import('../contenders/reveille-tasks.js')).coroutines(load(shape)) },
    { name: native, prepare: async (shape) => (await import('../contenders/native-tasks.js')).promises(load(shape)) },
    { name: 'effect', prepare: async (shape) => (await import('../contenders/effect-tasks.js')).fibers(load(shape)) },
  ];
}
