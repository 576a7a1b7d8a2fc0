/** Jobs for the threads of a pool. */
import type { Probe, Work } from '../scenario.js';
import { ROUNDS } from './jobs.js';

/** A pool of whatever make. */
export interface Pool {
  run(job: 'trivial' | 'compute', argument: number): Promise<number>;
  /** Starts the job that never ends, and has it stopped once the signal is aborted. */
  endless?(word: Int32Array, signal: AbortSignal): Promise<unknown>;
}

/** Starts a pool of so many threads. */
export type OpenPool = (threads: number) => Pool;

const THREADS = 2;
const JOBS_AT_ONCE = 10_000;

/** Ten thousand jobs are handed in before the first has an answer. */
export function burst(open: OpenPool): Work {
  const pool = open(THREADS);
  return {
    units: JOBS_AT_ONCE,
    async run(iterations) {
      let right = 0;
      for (let i = 0; i < iterations; i += 1) {
        const answers: Promise<number>[] = [];
        for (let job = 0; job < JOBS_AT_ONCE; job += 1) answers.push(pool.run('trivial', job));
        (await Promise.all(answers)).forEach((answer, job) => {
          if (answer === job + 1) right += 1;
        });
      }
      return right;
    },
    end: () => process.exit(),
  };
}

/** A job is handed in when the one before it has been answered. */
export function oneAtATime(open: OpenPool): Work {
  const pool = open(THREADS);
  return {
    units: 1,
    async run(iterations) {
      let right = 0;
      for (let i = 0; i < iterations; i += 1) if ((await pool.run('trivial', i)) === i + 1) right += 1;
      return right;
    },
    end: () => process.exit(),
  };
}

/** That many jobs of 1 ms at once. */
export function computing(open: OpenPool, jobs: number): Work {
  const pool = open(THREADS);
  return {
    units: jobs,
    async run(iterations) {
      let done = 0;
      for (let i = 0; i < iterations; i += 1) {
        const answers = await Promise.all(Array.from({ length: jobs }, () => pool.run('compute', ROUNDS)));
        done += answers.reduce((sum, answer) => sum + answer, 0);
      }
      return done;
    },
    end: () => process.exit(),
  };
}

/** The only thread is in a loop without end: from stopping this to the next job's answer. */
export function aborting(open: OpenPool): Probe {
  const pool = open(1);
  const word = new Int32Array(new SharedArrayBuffer(4));
  return {
    async probe() {
      Atomics.store(word, 0, 0);
      const stop = new AbortController();
      const stopped = pool.endless?.(word, stop.signal).catch(() => {});
      while (Atomics.load(word, 0) === 0) await new Promise(setImmediate);
      const begin = performance.now();
      stop.abort();
      const next = await pool.run('trivial', 1);
      const took = (performance.now() - begin) * 1e6;
      if (next !== 2) throw new Error(`the work is wrong: ${next}`);
      await stopped;
      return took;
    },
    end: () => process.exit(),
  };
}

/** The processor's time that the whole process takes in a second in which there is nothing to do. */
export function idling(open?: OpenPool): Probe {
  const pool = open?.(THREADS);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    async probe() {
      await Promise.all(Array.from({ length: 10 }, (_, job) => pool?.run('trivial', job)));
      await pause(200); // until it has settled down
      const before = process.cpuUsage();
      await pause(1_000);
      const { user, system } = process.cpuUsage(before);
      return (user + system) * 1e3;
    },
    end: () => process.exit(),
  };
}

/** What a process that uses a pool for the first time does. */
export const firstJob = (open: OpenPool): Promise<number> => open(THREADS).run('trivial', 1);
