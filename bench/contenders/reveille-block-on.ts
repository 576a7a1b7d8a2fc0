import { blockOn, blockOnChannel, blockOnExecutor, type Future } from 'reveille';
import type { Shape, Work } from '../scenario.js';
import { eightKindsOfYield, YieldA } from './eight-futures.js';

/** The three designs, each blocking on futures that wake themselves. */
export const park = (shape: Shape): Work => blocking((future) => blockOn(future), shape);
export const channel = (shape: Shape): Work => blocking((future) => blockOnChannel(future), shape);
export const executor = (shape: Shape): Work => blocking((future) => blockOnExecutor(future), shape);

function blocking(block: (future: Future<number>) => number, { size, classes }: Shape): Work {
  if (classes === 1) {
    return {
      units: 1,
      run(iterations) {
        let done = 0;
        for (let i = 0; i < iterations; i += 1) done += block(new YieldA(size));
        return done;
      },
    };
  }
  return {
    units: 1,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) done += block(eightKindsOfYield(i, size));
      return done;
    },
  };
}
