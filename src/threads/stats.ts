import { load } from '../platform/index.js';
import type { Desk } from './calling/desk.js';
import type { Host } from './host.js';
import {
  BLOCKED,
  BUSY_US,
  DONE,
  DOOMED,
  FAILED,
  IDLE,
  IDLE_US,
  MOST,
  QUEUED,
  RUNNING,
  STATES,
  WAITS,
  WORKERS,
} from './wire/layout.js';

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
  /** Threads there are, those included that are starting. */
  readonly threads: number;
  /** The most threads there may be at work. */
  readonly most: number;
  /** Threads that have nothing to do. */
  readonly idle: number;
  /** Threads that block in a call of their own pool. */
  readonly blocked: number;
  /** Calls that wait for a thread. */
  readonly queued: number;
  /** Calls that run. */
  readonly running: number;
  /** Calls that answered, of all threads that call. */
  readonly done: number;
  /** Calls that failed. */
  readonly failed: number;
  /** How many calls had to wait for room in the queue. */
  readonly waits: number;
  /** Time that threads have spent on calls, in milliseconds. */
  readonly busy: number;
  /** Which part of their time threads have spent on calls, from 0 to 1; of a thread that waits, as of its last call. */
  readonly utilisation: number;
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
  utilisation: 0,
};

/** Of a host that was not started there is not much to say. */
export const statsOf = (host: Host): PoolStats => host.stats ?? { ...NOTHING, most: host.most };

/** As the table of calls has it. */
export function statsAt(desk: Desk): PoolStats {
  const { words } = desk.table;
  const busy = (load(words, BUSY_US) >>> 0) / 1000;
  const idle = (load(words, IDLE_US) >>> 0) / 1000;
  return {
    threads: load(words, WORKERS),
    most: load(words, MOST),
    idle: load(words, IDLE),
    blocked: load(words, BLOCKED),
    ...countsAt(desk),
    done: load(words, DONE) >>> 0,
    failed: load(words, FAILED) >>> 0,
    waits: load(words, WAITS) >>> 0,
    busy,
    utilisation: busy === 0 ? 0 : busy / (busy + idle),
  };
}

/** Counted anew each time: a number that workers raise and lower would be wrong for ever when one dies in between. */
function countsAt({ table }: Desk): Pick<PoolStats, 'queued' | 'running'> {
  let queued = 0;
  let running = 0;
  table.eachSlot((_slot, _at, state) => {
    const kind = state & STATES;
    if (kind === QUEUED) queued += 1;
    if (kind === RUNNING || kind === DOOMED) running += 1;
  });
  return { queued, running };
}
