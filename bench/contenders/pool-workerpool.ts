import { fileURLToPath } from 'node:url';
import workerpool from 'workerpool';
import { firstJob, type OpenPool } from './pools.js';

export const open: OpenPool = (threads) => {
  const script = fileURLToPath(new URL('./pool-workerpool.worker.js', import.meta.url));
  const limits = { minWorkers: threads, maxWorkers: threads, workerTerminateTimeout: 1 }; // it waits a second by default
  const pool = workerpool.pool(script, { workerType: 'thread', ...limits });
  return {
    run: async (name, argument) => await pool.exec(name, [argument]),
    async endless(word, signal) {
      const job = pool.exec('endless', [word]);
      signal.addEventListener('abort', () => void job.cancel()); // a promise that a listener returns must not fail
      await job;
    },
  };
};

export const first = (): unknown => firstJob(open);
