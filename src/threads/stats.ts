import { load } from '../platform/index.js';
import type { Host } from './host.js';
import { BLOCKED, BUSY_MS, DONE, FAILED, IDLE, MOST, RUNNING_NOW, WAITS, WORKERS } from './wire/layout.js';

/**
 * What a pool does now, and has done. The counters are 32 bits wide, and wrap.
 *
 * @example
 * ```ts
 * import { pool, type PoolStats } from 'reveille/threads';
 *
 * await using p = pool<{ one(): number }>(new URL('data:text/javascript,export const one = () => 1'), { threads: 1 });
 * await p.one();
 * const { done, queued }: PoolStats = p.stats;
 * console.log(done, queued); // 1 0
 * ```
 */
export interface PoolStats {
  /** Threads there are, those included that are starting; the most there may be at work. */
  readonly threads: number;
  readonly most: number;
  /** How many of them have nothing to do, and how many block in a call of their own pool. */
  readonly idle: number;
  readonly blocked: number;
  /** Calls that wait for a thread, and calls that run. */
  readonly queued: number;
  readonly running: number;
  /** Calls that were answered, and calls that failed; of all threads that call. */
  readonly done: number;
  readonly failed: number;
  /** How many calls had to wait for room in the queue. */
  readonly waits: number;
  /** Time that threads have spent on calls, in milliseconds. */
  readonly busy: number;
}

const NOTHING: PoolStats = {
  threads: 0,
  most: 0,
  idle: 0,
  blocked: 0,
  queued: 0,
  running: 0,
  done: 0,
  failed: 0,
  waits: 0,
  busy: 0,
};

export function statsOf(host: Host): PoolStats {
  const desk = host.known;
  if (desk === null) return { ...NOTHING, most: host.most };
  const { words } = desk.table;
  return {
    threads: load(words, WORKERS),
    most: load(words, MOST),
    idle: load(words, IDLE),
    blocked: load(words, BLOCKED),
    queued: desk.jobs.reduce((sum, jobs) => sum + jobs.length, 0),
    running: load(words, RUNNING_NOW),
    done: load(words, DONE) >>> 0,
    failed: load(words, FAILED) >>> 0,
    waits: load(words, WAITS) >>> 0,
    busy: (load(words, BUSY_MS) >>> 0) / 1000,
  };
}
