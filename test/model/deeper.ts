import { randomInt } from 'node:crypto';
import type { Exploration, ExploreOptions } from 'reveille/testing';
import { type Case, hasPlainValues } from './cases.js';

/** More than anybody has the time for. */
const MANY = 1e12;

/**
 * The searches of a case when there is time, one after the other until one covers all: what the tests search, to its
 * end; every interleaving; more and more preemptions; and what chance finds. How far each comes is a matter of time.
 */
export function deeper(one: Case): ExploreOptions[] {
  const points = { afterWrites: hasPlainValues(one), looks: Math.max(...one.searches.map(({ looks = 3 }) => looks)) };
  return [
    ...one.searches.map(({ timeBox: _, ...search }) => search),
    { ...points, strategy: 'dpor' },
    { ...points, strategy: 'depth-first', bound: Number.POSITIVE_INFINITY },
    { ...points, strategy: 'pct', seed: randomInt(2 ** 32), runs: MANY },
    { ...points, strategy: 'random', seed: randomInt(2 ** 32), runs: MANY },
  ];
}

/** Whether a search has covered all that there is, so that no other one is needed. */
export function coversAll(
  one: Case,
  { afterWrites = true }: ExploreOptions,
  { complete, bound }: Exploration,
): boolean {
  return complete && bound === Number.POSITIVE_INFINITY && (afterWrites || !hasPlainValues(one));
}
