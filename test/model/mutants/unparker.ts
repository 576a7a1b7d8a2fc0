import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const unparkerMutants: readonly SeededMutant[] = mutantsOf('unparker', [
  {
    name: 'unpark-looks-first',
    file: 'src/park/unparker.ts',
    replace: 'if (exchange(this.#words, STATE, NOTIFIED) === PARKED) notify(this.#words, STATE, 1);',
    by: `\
    const sleeps = Atomics.load(this.#words, STATE) === PARKED;
    exchange(this.#words, STATE, NOTIFIED);
    if (sleeps) notify(this.#words, STATE, 1);`,
    why: 'A look and a store in the place of a swap: who goes to sleep in between is not notified.',
    caughtBy: { case: caseOf('parker', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'unpark-notifies-first',
    file: 'src/park/unparker.ts',
    replace: 'if (exchange(this.#words, STATE, NOTIFIED) === PARKED) notify(this.#words, STATE, 1);',
    by: `\
    if (Atomics.load(this.#words, STATE) === PARKED) notify(this.#words, STATE, 1);
    exchange(this.#words, STATE, NOTIFIED);`,
    why: 'The wrong order: who is notified before the token is there sees none, and sleeps on.',
    caughtBy: { case: caseOf('parker', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'unpark-of-sleepers-only',
    file: 'src/park/unparker.ts',
    replace: 'if (exchange(this.#words, STATE, NOTIFIED) === PARKED)',
    by: 'if (Atomics.compareExchange(this.#words, STATE, PARKED, NOTIFIED) === PARKED)',
    why: 'Leaves a token only where somebody sleeps: one that comes before the park is lost.',
    caughtBy: { case: caseOf('parker', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'unpark-of-the-idle-only',
    file: 'src/park/unparker.ts',
    replace: 'if (exchange(this.#words, STATE, NOTIFIED) === PARKED)',
    by: 'if (exchange(this.#words, STATE, NOTIFIED) !== PARKED)',
    why: 'A comparison the wrong way round: notifies when nobody sleeps.',
    caughtBy: { case: caseOf('parker', 'sleeper waker'), kind: 'deadlock' },
  },
]);
