import type { Shape, Work } from '../scenario.js';
import { RESUMES } from './nesting.js';

/** Plain generators, each delegating to the next with `yield*`: a resume walks all levels. */
export function generatorChain({ size }: Shape): Work {
  return {
    units: RESUMES,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) {
        const chain = level(size);
        let step = chain.next();
        while (!step.done) step = chain.next();
        done += step.value;
      }
      return done;
    },
  };
}

/** Async functions, each awaiting the next: only the innermost one is resumed. */
export function asyncChain({ size }: Shape): Work {
  return {
    units: RESUMES,
    async run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) done += await asyncLevel(size);
      return done;
    },
  };
}

function* level(depth: number): Generator<undefined, number, unknown> {
  if (depth > 1) return yield* level(depth - 1);
  for (let i = 0; i < RESUMES; i += 1) yield;
  return RESUMES;
}

async function asyncLevel(depth: number): Promise<number> {
  if (depth > 1) return await asyncLevel(depth - 1);
  for (let i = 0; i < RESUMES; i += 1) await null;
  return RESUMES;
}
