import { Effect } from 'effect';
import type { Work } from '../scenario.js';
import { chain } from './effect-chain.js';
import { eightKindsOfEffect } from './eight-effects.js';
import { finished } from './finished.js';
import { type Load, running } from './tasks.js';

/** Fibers, each started with `runFork` and watched by an observer: the cheapest way that was found. */
export function fibers(load: Load): Work {
  const effects = load.classes === 1 ? [chain(load.yields)] : eightKindsOfEffect(load.yields);
  const once = () =>
    new Promise<void>((resolve) => {
      let left = load.tasks;
      const observe = () => {
        finished.note();
        left -= 1;
        if (left === 0) resolve();
      };
      for (let i = 0; i < load.tasks; i += 1) {
        const effect = effects[i % effects.length];
        if (effect !== undefined) Effect.runFork(effect).addObserver(observe);
      }
    });
  return running(load, once, finished.take);
}
