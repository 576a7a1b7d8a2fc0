import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const campMutants: readonly SeededMutant[] = mutantsOf('camp', [
  {
    name: 'block-taken-by-look',
    file: 'src/camp/ground.ts',
    replace: 'compareExchange(words, at, 0, owner) === 0',
    by: 'Atomics.store(words, at, owner) !== 0',
    why: 'A look and a store in the place of a compare-exchange: two threads take the same block.',
    caughtBy: { case: caseOf('camp', 'joiner joiner'), kind: 'invariant' },
  },
  {
    name: 'ended-by-look',
    file: 'src/camp/ending.ts',
    replace: 'const found = compareExchange(words, enderOf(record), seen, me);',
    by: `\
const found = load(words, enderOf(record));
    if (found === seen) store(words, enderOf(record), me);`,
    why: 'A look and a store in the place of a compare-exchange: two threads give the same blocks back.',
    caughtBy: { case: caseOf('camp', 'ender ender'), kind: 'invariant' },
  },
  {
    name: 'generations-not-raised-at-the-end',
    file: 'src/camp/ending.ts',
    replace: 'for (const block of blocks) raiseGenerations(words, block);',
    by: '',
    why: 'A wake for a task of the thread that died wakes one of the next thread.',
    caughtBy: { case: caseOf('camp', 'heir lateWaker'), kind: 'invariant' },
  },
  {
    name: 'stack-of-the-dead-left-marked',
    file: 'src/camp/ending.ts',
    replace: 'unmark(words, exchange(words, headOf(record), NONE));',
    by: 'exchange(words, headOf(record), NONE);',
    why: 'The slots that were queued stay marked, and nobody gets them any more.',
    caughtBy: { case: caseOf('camp', 'heir lateWaker'), kind: 'invariant' },
  },
  {
    name: 'record-given-back-first',
    file: 'src/camp/ending.ts',
    replace: `\
  for (const block of blocks) raiseGenerations(words, block);
`,
    by: `\
  store(words, ownerOf(record), 0);
  for (const block of blocks) raiseGenerations(words, block);
`,
    why: 'The record is taken by the next thread before the slots in it are done with.',
    caughtBy: { case: caseOf('camp', 'ender eagerHeir'), kind: 'deadlock' },
  },
  {
    name: 'marked-slot-given-out',
    file: 'src/camp/member.ts',
    replace: 'if ((load(this.ground.words, stateOf(slot)) & QUEUED_BIT) === 0) return slot;',
    by: 'return slot;',
    why: 'Gives out a slot that a thread is about to queue for the task before.',
    caughtBy: { case: caseOf('camp', 'heir lateWaker'), kind: 'invariant' },
  },
  {
    name: 'fresh-slot-freed',
    file: 'src/camp/member.ts',
    replace: 'if (!isFresh && this.#wakers',
    by: 'if (this.#wakers',
    why: 'A slot that was queued for the thread before is given out twice: as a free one, and in its turn.',
    caughtBy: { case: caseOf('camp', 'heir lateWaker'), kind: 'invariant' },
  },
  {
    name: 'nobodys-slot-left-marked',
    file: 'src/camp/wake.ts',
    replace: "and(words, stateOf(slot), ~QUEUED_BIT); // its thread died since the mark was set: it is nobody's now",
    by: '',
    why: 'The slot that was marked when its thread died stays marked for good.',
    caughtBy: { case: caseOf('camp', 'heir lateWaker'), kind: 'invariant' },
  },
  {
    name: 'end-told-to-nobody',
    file: 'src/camp/ending.ts',
    replace: '    if ((load(words, epochOf(record)) & 1) === 1) call(words, record);',
    by: '    load(words, epochOf(record));',
    why: 'Whoever sleeps does not hear of it.',
    caughtBy: { case: caseOf('camp', 'ender listener'), kind: 'deadlock' },
  },
  {
    name: 'bell-not-given-back',
    file: 'src/camp/home.ts',
    replace: `\
    else this.#sleepIn(waited[0], ms, sleeper);
    this.#heed();`,
    by: '    else this.#sleepIn(waited[0], ms, sleeper);',
    why: 'A thread that blocked leaves its event loop without anybody who listens.',
    caughtBy: { case: caseOf('camp', 'loopThatNaps wakerOfLoop'), kind: 'deadlock' },
  },
]);
