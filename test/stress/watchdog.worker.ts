/**
 * Looks at the board every now and then, and reports when nothing was got done for too long. A thread of its own, since a
 * hang may well be the main thread's.
 */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Board } from './board.js';
import type { Harness } from './harness.js';
import { reportOf } from './report.js';

export interface Orders {
  /** Which module exports the harness, and under which name: it knows the plans of the seeds. */
  readonly harness: readonly [module: string, name: string];
  readonly board: SharedArrayBuffer;
  /** How long nothing may be got done, in milliseconds. */
  readonly limit: number;
}

/** How long the main thread has to answer before it is taken to hang, too. */
const ANSWER = 10_000;

const {
  board: buffer,
  limit,
  harness: [module, name],
} = workerData as Orders;
const board = new Board(buffer);
const step = Math.min(1_000, limit / 4);

/** Steps, not a clock: when the whole process stood still, nobody could get anything done. */
let idle = 0;
for (let seen = board.progress; !board.rest(step); ) {
  const now = board.progress;
  idle = now === seen && board.isPlayed ? idle + step : 0;
  seen = now;
  if (idle < limit) continue;
  const harness = ((await import(module)) as Record<string, Harness>)[name] as Harness;
  const report = reportOf(harness, board, limit);
  parentPort?.postMessage(report);
  if (!board.rest(ANSWER)) {
    writeSync(2, `${report}\n  and the main thread does not answer: the process is ended\n`);
    process.kill(process.pid, 'SIGKILL');
  }
  break;
}
