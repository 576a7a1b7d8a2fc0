import { randomInt } from 'node:crypto';
import type { Exploration, ExploreOptions } from 'reveille/testing';
import { type Case, hasPlainValues } from './cases.js';

/** More than anybody has the time for. */
const MANY = 1e12;

/**
 * How to go on with a case that its own searches did not cover: three preemptions, which come first since to `dpor`
 * orders are one that differ in a plain look; every interleaving, as far as that goes; more and more preemptions; and what
 * chance finds.
 */
export const STAGES: readonly ((one: Case) => ExploreOptions)[] = [
  (one) => ({ ...pointsOf(one), strategy: 'depth-first', bound: 3 }),
  (one) => ({ ...pointsOf(one), strategy: 'dpor' }),
  (one) => ({ ...pointsOf(one), strategy: 'depth-first', bound: Number.POSITIVE_INFINITY }),
  (one) => ({ ...pointsOf(one), strategy: 'pct', seed: randomInt(2 ** 32), runs: MANY }),
  (one) => ({ ...pointsOf(one), strategy: 'random', seed: randomInt(2 ** 32), runs: MANY }),
];

/** Where its threads are interrupted. */
function pointsOf(one: Case): ExploreOptions {
  return { afterWrites: hasPlainValues(one), looks: Math.max(...one.searches.map(({ looks = 3 }) => looks)) };
}

/** Whether the case has been searched like that, or further, and to the end. */
export function isTested(one: Case, search: ExploreOptions): boolean {
  const { strategy, bound = 2, afterWrites = true, looks = 3 } = search;
  return one.searches.some(
    (tested) =>
      tested.timeBox === undefined &&
      (tested.strategy ?? 'depth-first') === strategy &&
      (tested.bound ?? 2) >= bound &&
      (tested.afterWrites ?? true) === afterWrites &&
      (tested.looks ?? 3) >= looks,
  );
}

/** Whether a search has covered all that there is, so that no other one is needed. */
export function coversAll(
  one: Case,
  { afterWrites = true }: ExploreOptions,
  { complete, bound }: Exploration,
): boolean {
  return complete && bound === Number.POSITIVE_INFINITY && (afterWrites || !hasPlainValues(one));
}
