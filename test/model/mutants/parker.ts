import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const parkerMutants: readonly SeededMutant[] = mutantsOf('parker', [
  {
    name: 'token-overwritten',
    file: 'src/park/parker.ts',
    replace: 'if (compareExchange(this.#words, STATE, EMPTY, PARKED) === NOTIFIED) return this.tryPark();',
    by: 'exchange(this.#words, STATE, PARKED);',
    why: 'A store in the place of a compare-exchange: the token that came since the last look is lost.',
    caughtBy: { case: caseOf('parker', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'token-thrown-away-after-sleep',
    file: 'src/park/parker.ts',
    replace: 'return exchange(this.#words, STATE, EMPTY) === NOTIFIED;',
    by: `\
    const notified = load(this.#words, STATE) === NOTIFIED;
    exchange(this.#words, STATE, EMPTY);
    return notified;`,
    why: 'A look and a store in the place of a swap: the token that comes in between, with the end of the limit, is lost.',
    caughtBy: { case: caseOf('parker', 'honestSleeper unparker'), kind: 'invariant' },
  },
  {
    name: 'token-not-taken-after-sleep',
    file: 'src/park/parker.ts',
    replace: 'return exchange(this.#words, STATE, EMPTY) === NOTIFIED;',
    by: 'return load(this.#words, STATE) === NOTIFIED;',
    why: 'Answers that the token is there, and leaves it there: it is taken twice.',
    caughtBy: { case: caseOf('parker', 'honestSleeper unparker'), kind: 'invariant' },
  },
  {
    name: 'look-or-take',
    file: 'src/park/parker.ts',
    replace: 'load(words, STATE) === NOTIFIED && this.tryPark()',
    by: 'load(words, STATE) === NOTIFIED || this.tryPark()',
    why: '`||` for `&&`: the token that a look finds is not taken.',
    caughtBy: { case: caseOf('parker', 'honestSpinner unparker'), kind: 'invariant' },
  },
  {
    name: 'token-before-sleep-not-taken',
    file: 'src/park/parker.ts',
    replace: '=== NOTIFIED) return this.tryPark();',
    by: '=== NOTIFIED) return true;',
    why: 'Takes the failed compare-exchange for one that took the token.',
    caughtBy: { case: caseOf('parker', 'honestSleeper unparker'), kind: 'invariant' },
  },
]);
