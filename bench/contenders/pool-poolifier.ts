import { fileURLToPath } from 'node:url';
import { FixedThreadPool } from 'poolifier';
import { firstJob, type OpenPool } from './pools.js';

/** Its signal settles the promise, and the job runs on: there is nothing to stop a loop without end. */
export const open: OpenPool = (threads) => {
  const script = fileURLToPath(new URL('./pool-poolifier.worker.js', import.meta.url));
  const pool = new FixedThreadPool<number, number>(threads, script);
  return { run: (name, argument) => pool.execute(argument, name) };
};

export const first = (): unknown => firstJob(open);
