import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const parkerMutants: readonly SeededMutant[] = mutantsOf('parker', [
  {
    name: 'token-overwritten',
    file: 'src/camp/sleeper.ts',
    replace: 'if (compareExchange(words, at, EMPTY, PARKED) === NOTIFIED) return take(words, at);',
    by: 'exchange(words, at, PARKED);',
    why: 'A store in the place of a compare-exchange: the token that came since the last look is lost.',
    caughtBy: { case: caseOf('parker', 'sleeper waker'), kind: 'deadlock' },
  },
  {
    name: 'token-thrown-away-after-sleep',
    file: 'src/camp/sleeper.ts',
    replace: 'return exchange(words, at, EMPTY) === NOTIFIED;',
    by: `\
    const notified = load(words, at) === NOTIFIED;
    exchange(words, at, EMPTY);
    return notified;`,
    why: 'A look and a store in the place of a swap: the token that comes in between, with the end of the limit, is lost.',
    caughtBy: { case: caseOf('parker', 'honestSleeper unparker'), kind: 'invariant' },
  },
  {
    name: 'token-not-taken-after-sleep',
    file: 'src/camp/sleeper.ts',
    replace: 'return exchange(words, at, EMPTY) === NOTIFIED;',
    by: 'return load(words, at) === NOTIFIED;',
    why: 'Answers that the token is there, and leaves it there: it is taken twice.',
    caughtBy: { case: caseOf('parker', 'honestSleeper unparker'), kind: 'invariant' },
  },
  {
    name: 'look-or-take',
    file: 'src/camp/sleeper.ts',
    replace: 'load(words, at) === NOTIFIED && take(words, at)',
    by: 'load(words, at) === NOTIFIED || take(words, at)',
    why: '`||` for `&&`: the token that a look finds is not taken.',
    caughtBy: { case: caseOf('parker', 'honestSpinner unparker'), kind: 'invariant' },
  },
  {
    name: 'token-before-sleep-not-taken',
    file: 'src/camp/sleeper.ts',
    replace: '=== NOTIFIED) return take(words, at);',
    by: '=== NOTIFIED) return true;',
    why: 'Takes the failed compare-exchange for one that took the token.',
    caughtBy: { case: caseOf('parker', 'honestSleeper unparker'), kind: 'invariant' },
  },
]);
