import { blockOn, co, ready } from 'reveille';
import type { Shape, Work } from '../scenario.js';
import { eightKindsOfYield } from './eight-futures.js';

/** A coroutine that awaits `size` futures, all of them ready. */
export function coroutine({ size, classes }: Shape): Work {
  const body = classes === 1 ? one : eight;
  return {
    units: size,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) done += blockOn(body(size));
      return done;
    },
  };
}

const one = co.wrap(function* one(awaits: number) {
  let sum = 0;
  for (let i = 0; i < awaits; i += 1) sum += yield* ready(1);
  return sum;
});

const eight = co.wrap(function* eight(awaits: number) {
  let sum = 0;
  for (let i = 0; i < awaits; i += 1) sum += yield* eightKindsOfYield(i, 0);
  return sum;
});
