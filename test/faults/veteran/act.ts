import fc from 'fast-check';
import type { Act, Stage } from '../../stress/act.js';
import type { Part } from '../../stress/part.js';
import { Veterans } from './veterans.js';

interface VeteranPlan {
  /** How often each thread uses one. */
  readonly count: number;
}

/** Those with which nobody plays just now: several rounds may be under way, and each looks at what is left in the end. */
const idle: Veterans[] = [];

/** The same structures in all rounds, and other threads in each. */
export const VETERAN: Act<VeteranPlan> = {
  kind: 'old structures',
  play: 'veteran',
  plans: fc.record({ count: fc.integer({ min: 1, max: 2_000 }) }),
  open: ({ count }, parts) => open(count, parts),
};

function open(count: number, parts: readonly Part[]): Stage {
  const veterans = idle.pop() ?? new Veterans();
  return {
    handles: parts.map(() => veterans.handles(count)),
    play: async () => {},
    async check() {
      const isBroken = await veterans.check();
      idle.push(veterans);
      return { done: parts.length, lost: 0, isBroken };
    },
  };
}
