import { caseOf } from '../cases.js';
import { AFTER_WRITES } from '../searches.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const FILE = 'src/queue/shared-array-queue.ts';

export const arrayQueueMutants: readonly SeededMutant[] = mutantsOf('SharedArrayQueue', [
  {
    name: 'stamp-before-value',
    file: FILE,
    replace: `\
    this.#words[at + 1] = value;
    store(this.#words, at, (position + 1) | 0); // SYNC: hands the value to the pop that loads this stamp`,
    by: `\
    store(this.#words, at, (position + 1) | 0);
    this.#words[at + 1] = value;`,
    why: 'The slot is handed over before it is filled: a pop in between takes what was in it a lap ago.',
    caughtBy: {
      case: caseOf('SharedArrayQueue', 'producer consumer', 'setupOfOne'),
      search: AFTER_WRITES,
      kind: 'not linearizable',
    },
  },
  {
    name: 'value-read-after-its-claim',
    file: FILE,
    replace: `\
    const value = words[at + 1];
    // SYNC: claims the value against the other pops, and hands the slot to the push that finds \`head\` moved.
    return compareExchange(words, HEAD, position, this.#after(position)) === position ? value : undefined;`,
    by: `\
    return compareExchange(words, HEAD, position, this.#after(position)) === position ? words[at + 1] : undefined;`,
    why: 'As in the queue it was made after, but without the stamp that makes it right: a push has overwritten the value.',
    caughtBy: {
      case: caseOf('SharedArrayQueue', 'producer consumer', 'setupOfOne'),
      search: AFTER_WRITES,
      kind: 'not linearizable',
    },
  },
  {
    name: 'popped-by-store',
    file: FILE,
    replace: 'return compareExchange(words, HEAD, position, this.#after(position)) === position ? value : undefined;',
    by: `\
    store(words, HEAD, this.#after(position));
    return value;`,
    why: 'A store in the place of a compare-exchange: two pops take the same item.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left right', 'setupOfOne'), kind: 'not linearizable' },
  },
  {
    name: 'slot-claimed-by-store',
    file: FILE,
    replace: `\
    if (
      ((tail - (words[PASSED] as number)) | 0) < this.#lap &&
      compareExchange(words, TAIL, tail, this.#after(tail)) === tail
    ) {
      this.#put`,
    by: `\
    if (((tail - (words[PASSED] as number)) | 0) < this.#lap) {
      store(words, TAIL, this.#after(tail));
      this.#put`,
    why: 'A store in the place of a compare-exchange: two pushes fill the same slot.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left right', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'any-stamp-will-do',
    file: FILE,
    replace: 'if (load(words, at) !== ((position + 1) | 0)) return undefined;',
    by: 'if (load(words, at) === 0) return undefined;',
    why: 'Laps left out: the stamp of the item before is taken for that of an item.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left right', 'setupInLaterLap'), kind: 'not linearizable' },
  },
  {
    name: 'one-lap-too-many',
    file: FILE,
    replace: 'if (((tail - head) | 0) >= this.#lap) return false;',
    by: 'if (((tail - head) | 0) > this.#lap) return false;',
    why: 'Off by one: a full queue takes one more, in the place of the oldest.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'producer consumer', 'setupOfOne'), kind: 'error' },
  },
  {
    name: 'full-by-an-old-head',
    file: FILE,
    replace: `\
      const head = load(this.#words, HEAD);
      if (((tail - head) | 0) >= this.#lap) return false;`,
    by: `\
      const head = this.#words[PASSED] as number;
      if (((tail - head) | 0) >= this.#lap) return false;`,
    why: 'Answers that the queue is full by the head of some time ago.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left right', 'setupOfOne'), kind: 'not linearizable' },
  },
  {
    name: 'unfinished-push-taken-for-none',
    file: FILE,
    replace: 'if (seen === head) round = this.#lingerAt(head, round);',
    by: 'if (seen === head) return undefined;',
    why: 'Answers that the queue is empty where a push is not through: its own item may stand behind it.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left right', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'evicts-in-one-attempt',
    file: FILE,
    replace: `\
    for (let round = 0; load(this.#words, HEAD) === oldest; round = linger(round)) {
      const value = this.#take(oldest);
      if (value !== undefined) return value;
    }
    return undefined;`,
    by: 'return this.#take(oldest);',
    why: 'Does not let the push of the oldest item finish: nothing is evicted, and its slot is filled twice.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'forcing forcingToo'), kind: 'error' },
  },
  {
    name: 'forces-without-a-look-at-the-head',
    file: FILE,
    replace: `\
        load(this.#words, HEAD) === ((tail - this.#lap) | 0) &&
        compareExchange`,
    by: `\
        compareExchange`,
    why: 'Claims a slot that another forced push has claimed and not yet freed.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'forcing forcingToo'), kind: 'error' },
  },
  {
    name: 'length-of-two-moments',
    file: FILE,
    replace: 'if (load(this.#words, TAIL) !== tail) continue; // else both are of the same moment',
    by: '',
    why: 'The tail of one moment and the head of another: a length that the queue never had.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left measurer'), kind: 'not linearizable' },
  },
  {
    name: 'empty-by-an-old-tail',
    file: FILE,
    replace: `\
    const head = load(this.#words, HEAD);
    return load(this.#words, TAIL) === head;`,
    by: `\
    const tail = load(this.#words, TAIL);
    return load(this.#words, HEAD) === tail;`,
    why: 'The wrong order of two loads: a queue that was never empty is said to be.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left tester'), kind: 'not linearizable' },
  },
  {
    name: 'full-by-a-head-before-the-tail',
    file: FILE,
    replace: `\
    const tail = load(this.#words, TAIL);
    return ((tail - load(this.#words, HEAD)) | 0) >= this.#lap;`,
    by: `\
    const head = load(this.#words, HEAD);
    return ((load(this.#words, TAIL) - head) | 0) >= this.#lap;`,
    why: 'The wrong order of two loads: a queue that was never full is said to be.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'turner tester'), kind: 'not linearizable' },
  },
  {
    name: 'forced-push-counted-twice',
    file: FILE,
    replace: 'Math.min(laps * this.capacity + (tail & mask) - (head & mask), this.capacity)',
    by: 'laps * this.capacity + (tail & mask) - (head & mask)',
    why: 'Counts the claim of a forced push that has not evicted yet: more items than fit.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'forcing measurer'), kind: 'not linearizable' },
  },
]);
