/** The second honest thread of a cell: uses what the first one has made. */
import { parentPort, workerData } from 'node:worker_threads';
import { Chance } from './chance.js';
import { Controls } from './controls.js';
import { isTyped, type Outcomes, operate } from './operate.js';
import type { Used } from './subject.js';
import { SUBJECTS } from './subjects.js';

/** What it is to do; without a handle, more of the same. */
export interface Task {
  readonly kind: string;
  readonly handle: unknown;
  readonly seed: number;
  readonly count: number;
}

const controls = new Controls(workerData as SharedArrayBuffer);
let used: Used | undefined;
let chance = new Chance(0);

parentPort?.on('message', (task: Task) => void play(task).then((told) => parentPort?.postMessage(told)));

async function play({ kind, handle, seed, count }: Task): Promise<{ outcomes: Outcomes; failure?: string }> {
  const outcomes: Outcomes = {};
  try {
    if (handle !== undefined) {
      leave();
      chance = new Chance(seed);
      used = SUBJECTS[kind]?.attach?.(handle);
    }
    if (used !== undefined) await operate(used, 1, count, chance, controls, outcomes);
  } catch (error) {
    if (isTyped(error)) outcomes[(error as Error).name] = 1;
    else return { outcomes, failure: textOf(error) };
  }
  return { outcomes };
}

function leave(): void {
  const left = used;
  used = undefined;
  try {
    left?.drop();
  } catch (error) {
    if (!isTyped(error)) throw error;
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? `${error.stack}` : `${error.message}: ${textOf(error.cause)}`;
}
