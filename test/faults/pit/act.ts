import fc from 'fast-check';
import { HandleError } from 'reveille';
import type { Act, Stage } from '../../stress/act.js';
import type { Part } from '../../stress/part.js';
import type { Opened } from './pit.js';
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
  const checks: Promise<boolean>[] = [];
  return {
    handles: numbers.map((pit, thread): PitHandle => ({ pit, handle: opened[thread]?.handle })),
    play: async () => {},
    ended: (thread) => void checks.push(isBroken(opened[thread])),
    async check() {
      return { done: parts.length, lost: 0, isBroken: (await Promise.all(checks)).includes(true) };
    },
  };
}

/** Looks at once whether all is as it should be. */
async function isBroken(opened: Opened<unknown> | undefined): Promise<boolean> {
  try {
    await opened?.check();
    return false;
  } catch (error) {
    if (error instanceof HandleError && opened?.mayBreak === true) return true;
    throw error;
  } finally {
    for (const one of opened?.own ?? []) one[Symbol.dispose]();
  }
}
