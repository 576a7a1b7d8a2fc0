import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const callsMutants: readonly SeededMutant[] = mutantsOf('calls', [
  {
    name: 'claimed-by-look',
    file: 'src/threads/wire/states.ts',
    replace: 'const seen = compareExchange(words, at, state, (state & ~clear) | set);',
    by: `\
    store(words, at, (state & ~clear) | set);
    const seen = state;`,
    why: 'A look and a store in the place of a compare-exchange: two workers run one call.',
    caughtBy: { case: caseOf('calls', 'caller worker otherWorker'), kind: 'invariant' },
  },
  {
    name: 'runs-not-told-apart',
    file: 'src/threads/wire/states.ts',
    replace: 'store(words, at + STATE, (run << RUN_SHIFT) | QUEUED);',
    by: 'store(words, at + STATE, QUEUED);',
    why: 'The state does not say which run it is: the next call in the slot is doomed for the one before.',
    caughtBy: { case: caseOf('calls', 'runner doomer'), kind: 'error' },
  },
  {
    name: 'cancelled-mark-kept',
    file: 'src/threads/wire/states.ts',
    replace: '  words[at + CANCEL] = 0;\n  words[at + ABORTED] = 0;\n',
    by: '',
    why: 'The mark of a dropped call is left for the next one in its slot.',
    caughtBy: { case: caseOf('calls', 'fickle patientWorker'), kind: 'error' },
  },
  {
    name: 'dropped-by-store',
    file: 'src/threads/wire/states.ts',
    replace: 'compareExchange(words, at + STATE, state, FREE) === state) return true;',
    by: 'store(words, at + STATE, FREE) === FREE) return true;',
    why: 'A worker has claimed it meanwhile, and its answer goes nowhere.',
    caughtBy: { case: caseOf('calls', 'fickle patientWorker'), kind: 'invariant' },
  },
  {
    name: 'claimed-unwatched-only',
    file: 'src/threads/wire/states.ts',
    replace: `\
    if (seen === state) return state;
    state = seen;`,
    by: 'return seen === state ? state : OTHER;',
    why: 'Its caller begins to watch the call while a worker claims it, and nobody runs it.',
    caughtBy: { case: caseOf('calls', 'watcher worker'), kind: 'deadlock' },
  },
  {
    name: 'told-of-what-is-watched',
    file: 'src/threads/wire/states.ts',
    replace: 'if ((state & WATCHED) === 0) pushAnswered(table, slot);',
    by: 'pushAnswered(table, slot);',
    why: 'The slot is in the stack still when it is used again.',
    caughtBy: { case: caseOf('calls', 'watcher worker'), kind: 'invariant' },
  },
  {
    name: 'unwatched-by-look',
    file: 'src/threads/wire/states.ts',
    replace: 'const seen = compareExchange(table.words, at, state, state & ~WATCHED);',
    by: `\
    store(table.words, at, state & ~WATCHED);
    const seen = state;`,
    why: 'The answer came between the look and the store, and its worker told nobody.',
    caughtBy: { case: caseOf('calls', 'watcher worker'), kind: 'deadlock' },
  },
  {
    name: 'watched-by-store',
    file: 'src/threads/wire/states.ts',
    replace: 'change(table, slot, STATES, QUEUED, 0, WATCHED) !== OTHER ||',
    by: `\
    store(table.words, table.slotAt(slot) + STATE, load(table.words, table.slotAt(slot) + STATE) | WATCHED) !== OTHER ||`,
    why: 'A worker has claimed it meanwhile, and its answer goes nowhere.',
    caughtBy: { case: caseOf('calls', 'watcher worker'), kind: 'deadlock' },
  },
  {
    name: 'doomed-unwatched-only',
    file: 'src/threads/wire/states.ts',
    replace: 'change(table, slot, ~WATCHED, run, STATES, DOOMED)',
    by: 'change(table, slot, ~0, run, STATES, DOOMED)',
    why: 'A call that its caller watches just then is let run on for good.',
    caughtBy: { case: caseOf('calls', 'watcherOfRunning undertaker'), kind: 'deadlock' },
  },
  {
    name: 'told-by-the-second',
    file: 'src/threads/wire/answers.ts',
    replace: 'if (seen === 0) table.wake(seat);',
    by: 'if (seen !== 0) table.wake(seat);',
    why: 'The first answer wakes nobody.',
    caughtBy: { case: caseOf('calls', 'caller worker'), kind: 'deadlock' },
  },
  {
    name: 'answers-pushed-by-store',
    file: 'src/threads/wire/answers.ts',
    replace: 'const found = compareExchange(words, head, seen, slot + 1);',
    by: `\
    store(words, head, slot + 1);
    const found = seen;`,
    why: 'Of two workers that answer at once, one answer is lost.',
    caughtBy: { case: caseOf('calls', 'callerOfTwo worker workerOfSecond'), kind: 'deadlock' },
  },
  {
    name: 'answers-taken-by-look',
    file: 'src/threads/wire/answers.ts',
    replace: 'for (let next = exchange(table.words, head, 0); next',
    by: `\
  const top = load(table.words, head);
  store(table.words, head, 0);
  for (let next = top; next`,
    why: 'An answer that comes between the look and the store is lost.',
    caughtBy: { case: caseOf('calls', 'callerOfTwo workerOfTwo'), kind: 'deadlock' },
  },
]);

export const asksMutants: readonly SeededMutant[] = mutantsOf('questions of calls', [
  {
    name: 'asked-before-written',
    file: 'src/threads/wire/states.ts',
    replace: `\
  store(words, at + STATE, ((seat + 1) << WORKER_SHIFT) | ASKED);
  pushFor(table, slot, seat);`,
    by: `\
  pushFor(table, slot, seat);
  store(words, at + STATE, ((seat + 1) << WORKER_SHIFT) | ASKED);`,
    why: 'Whoever is asked finds a slot that says nothing yet, and takes it for an answer of its own.',
    caughtBy: { case: caseOf('questions of calls', 'asker asked'), kind: 'error' },
  },
  {
    name: 'answered-by-look',
    file: 'src/threads/wire/states.ts',
    replace: '  if (compareExchange(table.words, at, state, (state & ~STATES) | ANSWERED) !== state) return false;',
    by: '  store(table.words, at, (state & ~STATES) | ANSWERED);',
    why: 'The question was taken back between the look and the store, and its slot may be another call by now.',
    caughtBy: { case: caseOf('questions of calls', 'doubter lateAnswerer'), kind: 'invariant' },
  },
  {
    name: 'taken-back-by-store',
    file: 'src/threads/wire/states.ts',
    replace: 'return (state & STATES) === ASKED && compareExchange(table.words, at, state, FREE) === state;',
    by: '  if ((state & STATES) !== ASKED) return false;\n  store(table.words, at, FREE);\n  return true;',
    why: 'The question was answered between the look and the store, and the answer comes to a slot that is free.',
    caughtBy: { case: caseOf('questions of calls', 'doubter lateAnswerer'), kind: 'invariant' },
  },
]);

export const arenaMutants: readonly SeededMutant[] = mutantsOf('arena of calls', [
  {
    name: 'lent-not-counted',
    file: 'src/threads/wire/arena.ts',
    replace: 'const found = compareExchange(this.words, at, seen, seen + 1);',
    by: 'const found = seen;',
    why: 'The chunk is given back when the first of it was read.',
    caughtBy: { case: caseOf('arena of calls', 'lender reader'), kind: 'invariant' },
  },
  {
    name: 'lent-by-store',
    file: 'src/threads/wire/arena.ts',
    replace: 'const found = compareExchange(this.words, at, seen, seen + 1);',
    by: 'const found = seen;\n      store(this.words, at, seen + 1);',
    why: 'What was read meanwhile is lent for ever, or the chunk was given back.',
    caughtBy: { case: caseOf('arena of calls', 'lender reader'), kind: 'invariant' },
  },
  {
    name: 'owner-not-looked-at',
    file: 'src/threads/wire/arena.ts',
    replace: 'seen >>> LENT_BITS === this.#turn && ',
    by: '',
    why: 'It goes on to cut from what is another thread’s by now.',
    caughtBy: { case: caseOf('arena of calls', 'lender readerWhoTakes'), kind: 'invariant' },
  },
  {
    name: 'times-not-counted',
    file: 'src/threads/wire/arena.ts',
    replace: '(((load(words, entry + LENT) >>> LENT_BITS) + 1) << LENT_BITS) | 1',
    by: '(load(words, entry + LENT) & ~HOW_MUCH) | 1',
    why: 'The same: it takes the other one for itself.',
    caughtBy: { case: caseOf('arena of calls', 'lender readerWhoTakes'), kind: 'invariant' },
  },
  {
    name: 'given-back-with-something-lent',
    file: 'src/threads/wire/arena.ts',
    replace: '-1) & HOW_MUCH) === 1)',
    by: '-1) & HOW_MUCH) >= 1)',
    why: 'The first who has read something gives back what others read.',
    caughtBy: { case: caseOf('arena of calls', 'lender reader'), kind: 'invariant' },
  },
  {
    name: 'chunk-given-back-by-store',
    file: 'src/threads/wire/arena.ts',
    replace: 'compareExchange(this.words, this.#entryOf(chunk) + OWNER, owner, 0);',
    by: 'store(this.words, this.#entryOf(chunk) + OWNER, 0);',
    why: 'The last reader gives back what has a new owner already, since the old one is dead: it is given out twice.',
    caughtBy: { case: caseOf('arena of calls', 'heir readerOfBoth'), kind: 'invariant' },
  },
  {
    name: 'claimed-by-store',
    file: 'src/threads/wire/arena.ts',
    replace: 'return compareExchange(words, entry + OWNER, owner, this.#me) === owner;',
    by: 'store(words, entry + OWNER, this.#me);\n    return true;',
    why: 'Two threads have the same chunk.',
    caughtBy: { case: caseOf('arena of calls', 'claimer rival'), kind: 'invariant' },
  },
]);

export const wishMutants: readonly SeededMutant[] = mutantsOf('wishes of calls', [
  {
    name: 'wished-while-one-is-idle',
    file: 'src/threads/wire/wish.ts',
    replace: 'if (load(words, IDLE) > 0) return -1;',
    by: 'if (load(words, IDLE) >= 0) return -1;',
    why: 'Nobody is ever asked for.',
    caughtBy: { case: caseOf('wishes of calls', 'caller worker'), kind: 'invariant' },
  },
  {
    name: 'last-place-not-given',
    file: 'src/threads/wire/wish.ts',
    replace: '>= (words[MOST] as number)',
    by: '>= (words[MOST] as number) - 1',
    why: 'There is room for one more, and it is not asked for.',
    caughtBy: { case: caseOf('wishes of calls', 'caller worker'), kind: 'invariant' },
  },
  {
    name: 'wish-not-written',
    file: 'src/threads/wire/wish.ts',
    replace: 'compareExchange(words, WANTED, 0, 1) !== 0',
    by: 'compareExchange(words, WANTED, 1, 1) !== 0',
    why: 'The crew is woken, and finds nothing that it is asked for.',
    caughtBy: { case: caseOf('wishes of calls', 'caller worker'), kind: 'invariant' },
  },
]);
