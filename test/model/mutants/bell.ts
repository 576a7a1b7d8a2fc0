import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const bellMutants: readonly SeededMutant[] = mutantsOf('bell', [
  {
    name: 'bell-looks-first',
    file: 'src/camp/wake.ts',
    replace: 'if (exchange(words, bell, NOTIFIED) === PARKED) notify(words, bell);',
    by: `\
  const sleeps = load(words, bell) === PARKED;
  exchange(words, bell, NOTIFIED);
  if (sleeps) notify(words, bell);`,
    why: 'A look and a store in the place of a swap: who goes to sleep in between is not notified.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'bell-notifies-first',
    file: 'src/camp/wake.ts',
    replace: 'if (exchange(words, bell, NOTIFIED) === PARKED) notify(words, bell);',
    by: `\
  if (load(words, bell) === PARKED) notify(words, bell);
  exchange(words, bell, NOTIFIED);`,
    why: 'The wrong order: who is notified before the token is there sees none, and sleeps on.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'bell-rings-for-sleepers-only',
    file: 'src/camp/wake.ts',
    replace: 'if (exchange(words, bell, NOTIFIED) === PARKED) notify(words, bell);',
    by: 'if (compareExchange(words, bell, PARKED, NOTIFIED) === PARKED) notify(words, bell);',
    why: 'Leaves a token only where somebody sleeps: one that comes between the look and the sleep is lost.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForOne waker'), kind: 'deadlock' },
  },
  {
    name: 'bell-of-one',
    file: 'src/camp/wake.ts',
    replace: 'notify(words, bell);',
    by: 'notify(words, bell, 1);',
    why: 'Notifies one: the wait that the event loop has outstanding, and not the thread that blocks.',
    caughtBy: { case: caseOf('camp', 'loopThatBlocks wakerOfBoth'), kind: 'deadlock' },
  },
]);
