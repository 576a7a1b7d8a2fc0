/** Jobs of 1 ms for the threads of a pool, by a thread that blocks on all of them, as the one of the bare workers does on theirs. */
import { all, blockOn } from 'reveille';
import { pool } from 'reveille/threads';
import type { Work } from '../scenario.js';
import { ROUNDS } from './jobs.js';

export function blockedOn(jobs: number): Work {
  const url = new URL('./pool-reveille.worker.js', import.meta.url);
  const threads = pool<typeof import('./pool-reveille.worker.js')>(url, { threads: 2 });
  return {
    units: jobs,
    run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) {
        const answers = blockOn(all(Array.from({ length: jobs }, () => threads.compute(ROUNDS))));
        done += answers.reduce((sum, answer) => sum + answer, 0);
      }
      return done;
    },
    end: () => process.exit(),
  };
}
