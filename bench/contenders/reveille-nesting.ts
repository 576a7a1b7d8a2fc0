import { blockOn, co, type Future, type Suspend, yieldNow } from 'reveille';
import type { Shape, Work } from '../scenario.js';
import { eightKindsOfYield } from './eight-futures.js';
import { RESUMES } from './nesting.js';

/** Coroutines that await each other, `size` levels deep; the innermost one awaits futures that yield once. */
export function coroutineChain({ size, classes }: Shape): Work {
  const leaf = classes === 1 ? yielding : yieldingEightKinds;
  return {
    units: RESUMES,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) done += blockOn(level(size, leaf));
      return done;
    },
  };
}

const level: (depth: number, leaf: () => Future<number>) => Future<number> = co.wrap(function* level(
  depth: number,
  leaf: () => Future<number>,
): Generator<Suspend, number, unknown> {
  return depth === 1 ? yield* leaf() : yield* level(depth - 1, leaf);
});

const yielding = co.wrap(function* yielding() {
  for (let i = 0; i < RESUMES; i += 1) yield* yieldNow();
  return RESUMES;
});

const yieldingEightKinds = co.wrap(function* yieldingEightKinds() {
  let done = 0;
  for (let i = 0; i < RESUMES; i += 1) done += yield* eightKindsOfYield(i, 1);
  return done;
});
