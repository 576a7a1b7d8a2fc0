import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const sharedWakerMutants: readonly SeededMutant[] = mutantsOf('shared waker', [
  {
    name: 'generation-not-compared',
    file: 'src/camp/wake.ts',
    replace: 'const idle = generation << 1;',
    by: 'const idle = load(words, at) & ~QUEUED_BIT;',
    why: 'Takes the generation as it finds it: wakes whoever has the slot now.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'invariant' },
  },
  {
    name: 'linked-before-its-link',
    file: 'src/camp/wake.ts',
    replace: `\
    words[linkOf(slot)] = head; // before the slot is published by the CAS below
    // SYNC: publishes the slot; pairs with the exchange in Member.drain. Fails only when another thread succeeded.
    const seen = compareExchange(words, headOf(record), head, slot);
    if (seen === head) break;`,
    by: `\
    const seen = compareExchange(words, headOf(record), head, slot);
    store(words, linkOf(slot), head);
    if (seen === head) break;`,
    why: 'Publishes the slot before its link is written: the drain follows an old one.',
    caughtBy: { case: caseOf('wake queue', 'firstTwice firstSecondFirst'), kind: 'deadlock' },
  },
  {
    name: 'linked-once',
    file: 'src/camp/wake.ts',
    replace: `\
  for (;;) {
    words[linkOf(slot)] = head; // before the slot is published by the CAS below`,
    by: `\
  store(words, linkOf(slot), head);
  for (;;) {`,
    why: 'The link is not written anew when another slot came first: that one is lost.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfFirst wakerOfSecond'), kind: 'error' },
  },
  {
    name: 'pushed-by-store',
    file: 'src/camp/wake.ts',
    replace: `\
    const seen = compareExchange(words, headOf(record), head, slot);
    if (seen === head) break;
    head = seen;`,
    by: `\
    store(words, headOf(record), slot);
    break;`,
    why: 'A store in the place of a compare-exchange: of two slots that are linked at once, one is lost.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfFirst wakerOfSecond'), kind: 'error' },
  },
  {
    name: 'rung-before-queued',
    file: 'src/camp/wake.ts',
    replace: 'if (state === idle) queue(words, slot);',
    by: `\
  if (state === idle) {
    ring(words, load(words, ownerOf(slot >> SLOT_BITS)) - 1);
    let head = load(words, headOf(load(words, ownerOf(slot >> SLOT_BITS)) - 1));
    for (;;) {
      store(words, linkOf(slot), head);
      const now = compareExchange(words, headOf(load(words, ownerOf(slot >> SLOT_BITS)) - 1), head, slot);
      if (now === head) break;
      head = now;
    }
  }`,
    why: 'Rings before the slot is queued: who comes finds nothing there, and sleeps again.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfFirst wakerOfSecond'), kind: 'deadlock' },
  },
  {
    name: 'rung-by-the-first-only',
    file: 'src/camp/wake.ts',
    replace: '      else wakeAgain(words, slot);\n',
    by: '',
    why: 'Who finds the slot queued does not ring: whoever queued it may have died before it did.',
    caughtBy: { case: caseOf('wake queue', 'oneTask wakerDyingBeforeRing'), kind: 'deadlock' },
  },
  {
    name: 'marked-by-look',
    file: 'src/camp/wake.ts',
    replace: 'const seen = compareExchange(words, at, state, queued);',
    by: `\
    const seen = load(words, at);
    if (seen === state) store(words, at, queued);`,
    why: 'A look and a store in the place of a compare-exchange: two threads queue the same slot, a ring of one.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForTwo waker waker'), kind: 'error' },
  },
]);
