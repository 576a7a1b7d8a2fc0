import fc from 'fast-check';
import type { Act } from '../stress/act.js';
import { ACTS } from '../stress/acts.js';
import type { Harness } from '../stress/harness.js';
import { DEATHS, type End, type Part } from '../stress/part.js';
import { drawn, type Plan } from '../stress/plan.js';
import { PIT } from './pit/act.js';
import { POOL } from './pool/act.js';
import { VETERAN } from './veteran/act.js';
import { WAKER } from './waker/act.js';

/** In these others wait for what the dead one was to do, as the documentation says; threads die in them elsewhere. */
const NOBODY_DIES = ['condition variable', 'barrier', 'notify'];

const OWN = [PIT, POOL, VETERAN, WAKER] as readonly Act[];

/** What threads die in. The own acts come more often. */
export const FAULT_ACTS: readonly Act[] = [...ACTS.filter(({ kind }) => !NOBODY_DIES.includes(kind)), ...OWN, ...OWN];

/** Most of them die, after few items: a round is to be short. */
const part: fc.Arbitrary<Part> = fc.record({
  ways: fc.array(fc.nat(255), { minLength: 1, maxLength: 5 }),
  role: fc.nat(255),
  end: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<End>(...DEATHS) },
    { weight: 1, arbitrary: fc.constantFrom<End>('done', 'drop') },
  ),
  after: fc.nat(25),
});

const parts = fc.array(part, { minLength: 4, maxLength: 4 });

/** More items than threads get to before they die, as a rule, and few enough for those that live. */
const ITEMS = 200;

/** The plan of a seed. Seeds that follow each other go through the kinds. */
export function planOf(seed: number): Plan {
  const { kind, plans } = FAULT_ACTS[seed % FAULT_ACTS.length] as Act;
  const cast = drawn(parts, seed);
  const plan = drawn(plans, seed) as { readonly count?: number };
  const count = plan.count === undefined ? {} : { count: 60 + (plan.count % ITEMS) };
  const dies = kind === PIT.kind ? cast.map((part): Part => ({ ...part, end: 'blocked' })) : cast;
  return { seed, parts: dies, scenes: [{ kind, plan: { ...plan, ...count } }] };
}

/** How many rounds are played at a time: most of one is waiting. */
export const LANES = 6;

/** Rounds in which threads die. A thread that does nothing for so long hangs: rounds take less than a second. */
export const FAULTS: Harness = { name: 'faults', acts: FAULT_ACTS, planOf, limit: 30_000 };
