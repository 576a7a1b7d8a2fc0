import { pool } from 'reveille/threads';
import { firstJob, type OpenPool } from './pools.js';

export const open: OpenPool = (threads) => {
  const url = new URL('./pool-reveille.worker.js', import.meta.url);
  const jobs = pool<typeof import('./pool-reveille.worker.js')>(url, { threads });
  return {
    run: (job, argument) => jobs[job](argument).then(), // a promise, as of the others, and no second one around it
    endless: async (word, signal) => await jobs.with({ signal }).endless(word),
  };
};

export const first = (): unknown => firstJob(open);
