import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const blockedThreadMutants: readonly SeededMutant[] = mutantsOf('blocked thread', [
  {
    name: 'no-slot-no-wake',
    file: 'src/executor/shared-waker.ts',
    replace: `\
      this.#ring(); // a blocked thread: the bell is all there is to it
      return;`,
    by: 'return;',
    why: 'Takes a handle without a slot for that of a task that is over.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'old-token-cleared-before-block',
    file: 'src/block-on/parked-blocker.ts',
    replace: 'this.#own().parkTimeout(ms);',
    by: `\
    this.#own().tryPark();
    this.#own().parkTimeout(ms);`,
    why: 'Clears what may be left of an earlier wake after the poll instead of before: it may be the latest.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'blocks-on-a-bell-of-its-own',
    file: 'src/block-on/parked-blocker.ts',
    replace: 'this.#own().parkTimeout(ms);',
    by: 'new Parker({ spin: 0 }).parkTimeout(ms);',
    why: 'Sleeps on a bell that was made for this sleep, and that nobody was given.',
    caughtBy: { case: caseOf('blocked thread', 'sleeper waker'), kind: 'deadlock' },
  },
]);
