import type { Act } from './act.js';
import type { Plan } from './plan.js';

/** What is played in rounds, and how it is drawn. */
export interface Harness {
  /** It is `npm run <name>`. */
  readonly name: 'stress' | 'faults';
  readonly acts: readonly Act[];
  /** The plan of a seed; the same on every machine. */
  planOf(seed: number): Plan;
  /** How long nothing may be got done in a round, in milliseconds. */
  readonly limit: number;
}
