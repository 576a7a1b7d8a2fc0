import { MessageChannel, Worker } from 'node:worker_threads';
import { type Endpoint, wrap } from 'comlink';
import type { JOBS } from './jobs.js';
import { firstJob, type OpenPool } from './pools.js';

/** It has no pool: the jobs go to the threads in turn. */
export const open: OpenPool = (threads) => {
  const remotes = Array.from({ length: threads }, () => {
    const { port1, port2 } = new MessageChannel();
    const url = new URL('./pool-comlink.worker.js', import.meta.url);
    new Worker(url, { workerData: port2, transferList: [port2] });
    return wrap<typeof JOBS>(port1 as Endpoint);
  });
  let turn = 0;
  return {
    async run(job, argument) {
      turn = (turn + 1) % threads;
      return (await remotes[turn]?.[job](argument)) as number;
    },
  };
};

export const first = (): unknown => firstJob(open);
