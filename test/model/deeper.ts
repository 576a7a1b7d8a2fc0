import { randomInt } from 'node:crypto';
import type { Exploration, ExploreOptions } from 'reveille/testing';
import { type Case, hasPlainValues } from './cases.js';

/** More than anybody has the time for. */
const MANY = 1e12;

/**
 * How to go on with a case that the searches of the tests did not cover: every interleaving, as far as that goes; more
 * and more preemptions; and what chance finds.
 */
export const STAGES: readonly ((one: Case) => ExploreOptions)[] = [
  (one) => ({ ...pointsOf(one), strategy: 'dpor' }),
  (one) => ({ ...pointsOf(one), strategy: 'depth-first', bound: Number.POSITIVE_INFINITY }),
  (one) => ({ ...pointsOf(one), strategy: 'pct', seed: randomInt(2 ** 32), runs: MANY }),
  (one) => ({ ...pointsOf(one), strategy: 'random', seed: randomInt(2 ** 32), runs: MANY }),
];

/** Where its threads are interrupted. */
function pointsOf(one: Case): ExploreOptions {
  return { afterWrites: hasPlainValues(one), looks: Math.max(...one.searches.map(({ looks = 3 }) => looks)) };
}

/** Whether a search has covered all that there is, so that no other one is needed. */
export function coversAll(
  one: Case,
  { afterWrites = true }: ExploreOptions,
  { complete, bound }: Exploration,
): boolean {
  return complete && bound === Number.POSITIVE_INFINITY && (afterWrites || !hasPlainValues(one));
}
