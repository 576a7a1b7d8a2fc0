import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const wakeQueueMutants: readonly SeededMutant[] = mutantsOf('wake queue', [
  {
    name: 'head-not-swapped',
    file: 'src/camp/member.ts',
    replace: 'this.#follow(exchange(words, headOf(this.record), NONE));',
    by: `\
    this.#follow(load(words, headOf(this.record)));
    store(words, headOf(this.record), NONE);`,
    why: 'A look and a store in the place of a swap: the slots that are linked in between are lost.',
    caughtBy: { case: caseOf('wake queue', 'firstTwice firstSecondFirst'), kind: 'deadlock' },
  },
  {
    name: 'latest-first',
    file: 'src/camp/member.ts',
    replace: 'let slot = this.#taken.pop(); slot !== undefined; slot = this.#taken.pop()',
    by: 'let slot = this.#taken.shift(); slot !== undefined; slot = this.#taken.shift()',
    why: 'Takes the stack as it stands, without turning it round: who was woken first is polled last.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfBoth'), kind: 'invariant' },
  },
  {
    name: 'slot-not-freed-by-drain',
    file: 'src/camp/member.ts',
    replace: '    if (!isFresh && this.#wakers.has(slot >> SLOT_BITS)) this.#free.push(slot);',
    by: '',
    why: 'The slot of a task that ended while it was queued is never given back.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'invariant' },
  },
  {
    name: 'slot-freed-twice',
    file: 'src/camp/member.ts',
    replace: `\
current, next) === current) this.#free.push(slot);
    else store(words, stateOf(slot), next | QUEUED_BIT);`,
    by: `\
current, next) !== current) store(words, stateOf(slot), next | QUEUED_BIT);
    this.#free.push(slot);`,
    why: 'A slot that is queued still is given back at once, and once more by the drain.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'invariant' },
  },
  {
    name: 'release-by-store',
    file: 'src/camp/member.ts',
    replace: `\
    if (compareExchange(words, stateOf(slot), current, next) === current) this.#free.push(slot);
    else store(words, stateOf(slot), next | QUEUED_BIT);`,
    by: `\
    store(words, stateOf(slot), next);
    this.#free.push(slot);`,
    why: 'Does not look whether the slot is queued: the mark is wiped out, and the slot stays linked.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'error' },
  },
  {
    name: 'release-looks-first',
    file: 'src/camp/member.ts',
    replace: `\
    if (compareExchange(words, stateOf(slot), current, next) === current) this.#free.push(slot);
    else store(words, stateOf(slot), next | QUEUED_BIT);`,
    by: `\
    const queued = load(words, stateOf(slot)) & QUEUED_BIT;
    store(words, stateOf(slot), next | queued);
    if (queued === 0) this.#free.push(slot);`,
    why: 'A look and a store in the place of a compare-exchange: the mark that is set in between is wiped out.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'error' },
  },
  {
    name: 'generation-not-raised',
    file: 'src/camp/member.ts',
    replace: 'const next = (current + 2) | 0;',
    by: 'const next = current;',
    why: 'A wake for the task before wakes its successor.',
    caughtBy: { case: caseOf('wake queue', 'successors lateWaker'), kind: 'invariant' },
  },
  {
    name: 'no-repair',
    file: 'src/camp/member.ts',
    replace: 'else if (again !== NONE) this.#repair(again);',
    by: '',
    why: 'Does not look at what somebody found marked: a death in mid-wake is a lost task.',
    caughtBy: { case: caseOf('wake queue', 'oneTask wakerDyingBeforeLink'), kind: 'deadlock' },
  },
  {
    name: 'repaired-when-nothing-else-came',
    file: 'src/camp/member.ts',
    replace: 'const again = load(words, note) === NONE ? NONE : exchange(words, note, NONE);',
    by: `\
const isAlone = load(words, headOf(this.record)) === NONE;
    const noted = exchange(words, note, NONE);
    const again = isAlone ? noted : NONE;`,
    why: 'Looks for marked slots when nothing else is queued: a task behind a death in mid-wake waits for ever if another one is woken meanwhile.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfBothDyingBeforeLink'), kind: 'deadlock' },
  },
  {
    name: 'noted-after-the-look-at-the-bell',
    file: 'src/camp/wake.ts',
    replace: `\
  const note = againOf(record);
  const noted = load(words, note);`,
    by: `\
  const note = againOf(record);
  if (load(words, bellOf(record)) === NOTIFIED) return;
  const noted = load(words, note);`,
    why: 'Takes a token that is there for a note: whoever comes for it finds what is queued, and no note.',
    caughtBy: { case: caseOf('wake queue', 'twoTasks wakerOfSecondThenDying'), kind: 'deadlock' },
  },
]);
