import { Effect } from 'effect';
import type { Shape, Work } from '../scenario.js';
import { chain } from './effect-chain.js';
import { eightKindsOfEffect } from './eight-effects.js';

/** `Effect.runSync` of effects that yield: its scheduler turns until they are done. */
export function runSync({ size, classes }: Shape): Work {
  const effects = classes === 1 ? [chain(size)] : eightKindsOfEffect(size);
  return {
    units: 1,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) {
        const effect = effects[i % effects.length];
        if (effect !== undefined) done += Effect.runSync(effect);
      }
      return done;
    },
  };
}
