import fc from 'fast-check';
import type { Act, Stage } from '../../stress/act.js';
import type { Part } from '../../stress/part.js';
import { PITS } from './pits.js';

interface PitPlan {
  /** Which pit the first thread falls into; the others into those that follow. */
  readonly first: number;
}

/** What a thread needs to know: which pit, and its handle. */
export interface PitHandle {
  readonly pit: number;
  readonly handle: unknown;
}

/** Each thread falls into a wait that nobody ends, and dies there. What it held, waited for or brought is looked at at once. */
export const PIT: Act<PitPlan> = {
  kind: 'waits without end',
  play: 'pit',
  plans: fc.record({ first: fc.nat(PITS.length - 1) }),
  open: ({ first }, parts) => open(first, parts),
};

function open(first: number, parts: readonly Part[]): Stage {
  const numbers = parts.map((_, thread) => (first + thread) % PITS.length);
  const opened = numbers.map((number) => PITS[number]?.open());
  const checks: (void | Promise<void>)[] = [];
  return {
    handles: numbers.map((pit, thread): PitHandle => ({ pit, handle: opened[thread]?.handle })),
    play: async () => {},
    ended: (thread) => void checks.push(opened[thread]?.check()),
    async check() {
      await Promise.all(checks);
      return { done: parts.length, lost: 0 };
    },
  };
}
