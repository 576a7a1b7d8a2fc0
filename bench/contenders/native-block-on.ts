import type { Shape, Work } from '../scenario.js';
import { asyncA, eightKindsOfAsync } from './eight-async-functions.js';

/** What JavaScript offers instead: it cannot block, so this awaits an async function that awaits. */
export function nativeAwait({ size, classes }: Shape): Work {
  return {
    units: 1,
    run: classes === 1 ? (iterations) => one(iterations, size) : (iterations) => eight(iterations, size),
  };
}

async function one(iterations: number, yields: number): Promise<number> {
  let done = 0;
  for (let i = 0; i < iterations; i += 1) done += await asyncA(yields);
  return done;
}

async function eight(iterations: number, yields: number): Promise<number> {
  let done = 0;
  for (let i = 0; i < iterations; i += 1) done += await eightKindsOfAsync(i, yields);
  return done;
}
