import type { Plan } from './plan.js';
import type { Run } from './run.js';

/** Which schedules to try, one after the other. */
export interface Strategy {
  /** For reports: `depth-first`. */
  readonly name: string;
  /** What is being tried now, for progress: `bound 2`. */
  readonly phase: string;
  /** Writes the next schedule into `plan`, all of it. Answers false when there is nothing left to try. */
  next(plan: Plan): boolean;
  /** Takes note of what came of that schedule. Called once after each `next` that answered true. */
  ran(run: Run): void;
  /** How many preemptions the schedules had that were tried completely; Infinity for all; undefined before the first. */
  readonly completeUpTo: number | undefined;
}
