import fc from 'fast-check';
import type { Act, Stage } from '../../stress/act.js';
import type { Part } from '../../stress/part.js';
import { Veterans } from './veterans.js';

interface VeteranPlan {
  /** How often each thread uses one. */
  readonly count: number;
}

let veterans: Veterans | undefined;

/** The same structures in all rounds, and other threads in each. */
export const VETERAN: Act<VeteranPlan> = {
  kind: 'old structures',
  play: 'veteran',
  plans: fc.record({ count: fc.integer({ min: 1, max: 2_000 }) }),
  open: ({ count }, parts) => open(count, parts),
};

function open(count: number, parts: readonly Part[]): Stage {
  veterans ??= new Veterans();
  const { handles, check } = { handles: veterans.handles.bind(veterans), check: veterans.check.bind(veterans) };
  return {
    handles: parts.map(() => handles(count)),
    play: async () => {},
    check: () => ({ done: parts.length, lost: 0, isBroken: check() }),
  };
}
