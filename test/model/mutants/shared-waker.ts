import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const sharedWakerMutants: readonly SeededMutant[] = mutantsOf('shared waker', [
  {
    name: 'generation-not-compared',
    file: 'src/executor/shared-waker.ts',
    replace: 'const idle = this.#generation << 1;',
    by: 'const idle = load(words, stateOf(this.#slot)) & ~QUEUED_BIT;',
    why: 'Takes the generation as it finds it: wakes whoever has the slot now.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'invariant' },
  },
  {
    name: 'linked-before-its-link',
    file: 'src/executor/shared-waker.ts',
    replace: `\
      store(words, linkOf(this.#slot), head); // before the slot is published by the CAS below
      // SYNC: publishes the slot; pairs with the exchange in WakeQueue.drain. Fails only when another thread succeeded.
      const seen = compareExchange(words, HEAD, head, this.#slot);
      if (seen === head) return;`,
    by: `\
      const seen = compareExchange(words, HEAD, head, this.#slot);
      store(words, linkOf(this.#slot), head);
      if (seen === head) return;`,
    why: 'Publishes the slot before its link is written: the drain follows an old one.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfBoth'), kind: 'error' },
  },
  {
    name: 'linked-once',
    file: 'src/executor/shared-waker.ts',
    replace: `\
    let head = load(words, HEAD);
    for (;;) {
      store(words, linkOf(this.#slot), head); // before the slot is published by the CAS below`,
    by: `\
    let head = load(words, HEAD);
    store(words, linkOf(this.#slot), head);
    for (;;) {`,
    why: 'The link is not written anew when another slot came first: that one is lost.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfFirst wakerOfSecond'), kind: 'error' },
  },
  {
    name: 'pushed-by-store',
    file: 'src/executor/shared-waker.ts',
    replace: `\
      const seen = compareExchange(words, HEAD, head, this.#slot);
      if (seen === head) return;
      head = seen;`,
    by: `\
      store(words, HEAD, this.#slot);
      return;`,
    why: 'A store in the place of a compare-exchange: of two slots that are linked at once, one is lost.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfFirst wakerOfSecond'), kind: 'error' },
  },
  {
    name: 'rung-before-queued',
    file: 'src/executor/shared-waker.ts',
    replace: `\
    if (seen === idle) this.#push(words);
    else if (seen !== (idle | QUEUED_BIT)) return;
    this.#ring(); // also when it was queued already: whoever queued it may have died before it rang`,
    by: `\
    this.#ring();
    if (seen === idle) this.#push(words);`,
    why: 'Rings before the slot is queued: who comes finds nothing there, and sleeps again.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfFirst wakerOfSecond'), kind: 'deadlock' },
  },
  {
    name: 'rung-by-the-first-only',
    file: 'src/executor/shared-waker.ts',
    replace: `\
    if (seen === idle) this.#push(words);
    else if (seen !== (idle | QUEUED_BIT)) return;`,
    by: `\
    if (seen !== idle) return;
    this.#push(words);`,
    why: 'Who finds the slot queued does not ring: whoever queued it may have died before it did.',
    caughtBy: { case: caseOf('wake queue', 'oneTask wakerDyingBeforeRing'), kind: 'deadlock' },
  },
  {
    name: 'marked-by-look',
    file: 'src/executor/shared-waker.ts',
    replace: 'const seen = compareExchange(words, stateOf(this.#slot), idle, idle | QUEUED_BIT);',
    by: `\
    const seen = load(words, stateOf(this.#slot));
    if (seen === idle) store(words, stateOf(this.#slot), idle | QUEUED_BIT);`,
    why: 'A look and a store in the place of a compare-exchange: two threads queue the same slot, a ring of one.',
    caughtBy: { case: caseOf('idle: parking', 'parkingForTwo waker waker'), kind: 'error' },
  },
]);
