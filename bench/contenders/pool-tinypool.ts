import { Tinypool } from 'tinypool';
import { firstJob, type OpenPool } from './pools.js';

export const open: OpenPool = (threads) => {
  const filename = new URL('./jobs.js', import.meta.url).href;
  const pool = new Tinypool({ filename, minThreads: threads, maxThreads: threads });
  return {
    run: (name, argument) => pool.run(argument, { name }),
    endless: (word, signal) => pool.run(word, { name: 'endless', signal }),
  };
};

export const first = (): unknown => firstJob(open);
