import { caseOf } from '../cases.js';
import { AFTER_WRITES } from '../searches.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const FILE = 'src/queue/segment-pool.ts';

export const segmentPoolMutants: readonly SeededMutant[] = mutantsOf('segment pool', [
  {
    name: 'free-bit-not-tested',
    file: FILE,
    replace: 'if ((bits & bit) !== 0) return this.#reached',
    by: 'return this.#reached',
    why: 'Clears the bit without a look whether it was there to be cleared: two threads own the same segment.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'invariant',
    },
  },
  {
    name: 'free-bit-cleared-by-store',
    file: FILE,
    replace: 'bits = and(this.words, word, ~bit); // SYNC: pairs with the `or` in give: the segment is cleared',
    by: `\
        bits = load(this.words, word);
        Atomics.store(this.words, word, bits & ~bit);`,
    why: 'A look and a store in the place of an `and`: two threads own the same segment, or one is lost.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'invariant',
    },
  },
  {
    name: 'given-back-by-store',
    file: FILE,
    replace: 'or(this.words, FREE + (number >> 5), 1 << (number & 31));',
    by: `\
    const bits = load(this.words, FREE + (number >> 5));
    Atomics.store(this.words, FREE + (number >> 5), bits | (1 << (number & 31)));`,
    why: 'A look and a store in the place of an `or`: what others take or give in between is undone.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'invariant',
    },
  },
  {
    name: 'given-back-before-it-is-cleared',
    file: FILE,
    replace: `\
    this.words.fill(0, at, at + this.#segment);
    this.words[at + FIRST] = UNUSED;
    const number = (at - startOf(this.#limit)) / this.#segment;
    or(this.words, FREE + (number >> 5), 1 << (number & 31)); // SYNC: pairs with the \`and\` in take`,
    by: `\
    const number = (at - startOf(this.#limit)) / this.#segment;
    or(this.words, FREE + (number >> 5), 1 << (number & 31));
    this.words.fill(0, at, at + this.#segment);
    this.words[at + FIRST] = UNUSED;`,
    why: 'The bit is set before the segment is cleared instead of after: who takes it in between has its items wiped out.',
    caughtBy: { case: caseOf('SharedSegQueue', 'taker giver'), search: AFTER_WRITES, kind: 'invariant' },
  },
  {
    name: 'made-by-store',
    file: FILE,
    replace: 'if (compareExchange(this.words, MADE, made, made + 1) === made) return this.#reached(made);',
    by: `\
      Atomics.store(this.words, MADE, made + 1);
      return this.#reached(made);`,
    why: 'A store in the place of a compare-exchange: two threads make the same segment.',
    caughtBy: { case: caseOf('SharedSegQueue', 'single single', 'setupAtEnd'), kind: 'invariant' },
  },
  {
    name: 'view-not-renewed',
    file: FILE,
    replace: 'if (at >= this.words.length) this.#look();',
    by: '',
    why: 'The view stays as it was when the queue was attached: what another thread let grow is out of its reach.',
    caughtBy: { case: caseOf('SharedSegQueue', 'single consumer', 'setupAtEnd'), kind: 'error' },
  },
]);
