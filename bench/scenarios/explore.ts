import type { ExploreOptions, Program } from 'reveille/testing';
import type { Scenario } from '../scenario.js';

/** How threads are interrupted, and how often they may look: as for what the library's own tests check. */
const OPTIONS: ExploreOptions = { afterWrites: false, looks: 6 };

/**
 * Schedules of two threads, ten thousand and more a search, so that starting the threads and compiling their code do not
 * count for much.
 *
 * @param size - how many operations the second thread does.
 * @param bound - the preemptions up to which depth-first search goes; dpor covers every interleaving.
 */
function explored(name: string, size: number, bound: number, program: Omit<Program, 'module'>): Scenario {
  const prepare = async (options: ExploreOptions) => {
    const { exploring } = await import('../contenders/exploring.js');
    const module = new URL(`../explored/${name}.js`, import.meta.url);
    return await exploring({ module, ...program }, { ...OPTIONS, ...options });
  };
  const contenders = [
    { name: 'depth-first', prepare: () => prepare({ bound }) },
    { name: 'dpor', prepare: () => prepare({ strategy: 'dpor' }) },
  ];
  return { family: `explore_${name}`, unit: 'schedule', size, classes: 1, contenders };
}

/** What a schedule costs in the checker of threads. */
export const EXPLORE: readonly Scenario[] = [
  explored('cpu', 5, 5, { threads: ['processor', 'device'] }),
  explored('token', 4, 6, { threads: ['sleeper', 'waker'], setup: 'setup' }),
  explored('queue', 5, 4, { threads: ['producer', 'consumer'], setup: 'setup', model: 'model' }),
  explored('wakes', 3, 4, { threads: ['executor', 'waker'], setup: 'setup' }),
];
