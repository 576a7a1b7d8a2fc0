import fc from 'fast-check';
import { ACTS } from './acts.js';
import type { Harness } from './harness.js';
import { ENDS, type End, isDeath, type Part } from './part.js';

/** One structure, and what is to be known of it. */
export interface Scene {
  readonly kind: string;
  /** As the act of that kind draws it. */
  readonly plan: unknown;
}

/** What is done in one round. */
export interface Plan {
  readonly seed: number;
  /** Beside the main thread. */
  readonly parts: readonly Part[];
  /** One after the other, by the same threads; only one when a thread is to die. */
  readonly scenes: readonly Scene[];
}

const part: fc.Arbitrary<Part> = fc.record({
  ways: fc.array(fc.nat(255), { minLength: 1, maxLength: 5 }),
  role: fc.nat(255),
  end: fc.oneof({ weight: 4, arbitrary: fc.constant<End>('done') }, { weight: 2, arbitrary: fc.constantFrom(...ENDS) }),
  after: fc.oneof(fc.nat(50), fc.nat(2_000)),
});

const cast = fc.record({
  parts: fc.array(part, { minLength: 1, maxLength: 4 }),
  /** Acts behind the first one, by number. */
  more: fc.array(fc.nat(255), { maxLength: 3 }),
});

/** The plan of a seed; the same on every machine. Seeds that follow each other begin with one kind after the other. */
export function planOf(seed: number): Plan {
  const { parts, more } = drawn(cast, seed);
  const dies = parts.some(({ end }) => isDeath(end));
  const numbers = [seed, ...(dies ? [] : more)];
  const scenes = numbers.map((number, index) => {
    const { kind, plans } = ACTS[number % ACTS.length] as (typeof ACTS)[number];
    return { kind, plan: drawn(plans, seed + index) };
  });
  return { seed, parts, scenes };
}

/** Random rounds, of which most threads leave alive. */
export const STRESS: Harness = { name: 'stress', acts: ACTS, planOf, limit: 60_000 };

export function drawn<T>(from: fc.Arbitrary<T>, seed: number): T {
  return fc.sample(from, { seed, numRuns: 1 })[0] as T;
}
