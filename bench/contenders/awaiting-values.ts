import type { Shape, Work } from '../scenario.js';

/** An async function that awaits `size` values. */
export function asyncFunction({ size }: Shape): Work {
  return {
    units: size,
    async run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) done += await awaiting(size);
      return done;
    },
  };
}

async function awaiting(awaits: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < awaits; i += 1) sum += await 1;
  return sum;
}
