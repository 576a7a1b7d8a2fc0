import type { Work } from '../scenario.js';

/** How many tasks run together, and how often each of them yields. */
export interface Load {
  readonly tasks: number;
  readonly yields: number;
  readonly classes: 1 | 8;
}

/** Runs the load once. */
export type Runner = () => void | Promise<void>;

/** What is counted: the polls, or, of tasks that never yield, the tasks. */
export function units({ tasks, yields }: Load): number {
  return tasks * Math.max(yields, 1);
}

/** Work that runs the load, and counts by the tasks that noted themselves as finished. */
export function running(load: Load, once: Runner, takeFinished: () => number): Work {
  const done = () => takeFinished() * Math.max(load.yields, 1);
  return {
    units: units(load),
    run(iterations) {
      for (let i = 0; i < iterations; i += 1) {
        const promise = once();
        if (promise !== undefined) return goOn(promise, iterations - i - 1);
      }
      return done();
    },
  };

  async function goOn(first: Promise<void>, more: number): Promise<number> {
    await first;
    for (let i = 0; i < more; i += 1) await once();
    return done();
  }
}
