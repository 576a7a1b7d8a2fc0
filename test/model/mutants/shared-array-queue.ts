import { caseOf } from '../cases.js';
import { AFTER_WRITES } from '../searches.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const FILE = 'src/queue/shared-array-queue.ts';
const STAMP = 'src/queue/stamp.ts';
const LAP = 'src/queue/lap.ts';

export const arrayQueueMutants: readonly SeededMutant[] = mutantsOf('SharedArrayQueue', [
  {
    name: 'stamp-before-item',
    file: STAMP,
    replace: `\
  cells[itemAt(at, wide)] = item;
  store(words, at, stampOf(position)); // SYNC: hands the item to the pop that loads this stamp`,
    by: `\
  store(words, at, stampOf(position));
  cells[itemAt(at, wide)] = item;`,
    why: 'The slot is handed over before it is filled: a pop in between takes what was in it a lap ago.',
    caughtBy: {
      case: caseOf('SharedArrayQueue', 'producer consumer', 'setupOfOne'),
      search: AFTER_WRITES,
      kind: 'not linearizable',
    },
  },
  {
    name: 'item-read-after-its-claim',
    file: FILE,
    replace: `\
    const item = this.#cells[itemAt(at, this.#wide)];
    // SYNC: claims the item against the other pops, and hands the slot to the push that finds \`head\` moved.
    return compareExchange(words, HEAD, position, this.#after(position)) === position ? item : undefined;`,
    by: `\
    const won = compareExchange(words, HEAD, position, this.#after(position)) === position;
    return won ? this.#cells[itemAt(at, this.#wide)] : undefined;`,
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
    replace: 'return compareExchange(words, HEAD, position, this.#after(position)) === position ? item : undefined;',
    by: `\
    store(words, HEAD, this.#after(position));
    return item;`,
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
    replace: 'if (stamp !== stampOf(position) && (stamp',
    by: 'if (stamp === 0 && (stamp',
    why: 'Laps left out: the stamp of the item before is taken for that of an item.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'left right', 'setupInLaterLap'), kind: 'not linearizable' },
  },
  {
    name: 'one-lap-too-many',
    file: FILE,
    replace: 'if (((tail - head) | 0) >= this.#lap) {',
    by: 'if (((tail - head) | 0) > this.#lap) {',
    why: 'Off by one: a full queue takes one more, in the place of the oldest.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'producer consumer', 'setupOfOne'), kind: 'error' },
  },
  {
    name: 'full-by-an-old-head',
    file: FILE,
    replace: `\
      const head = load(this.#words, HEAD);
      if (((tail - head) | 0) >= this.#lap) {
        // \`tail\` was read first, and is no less now.
        if (this.#isStill(head)) return false;
        continue;
      }`,
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
      const item = this.#take(oldest);
      if (item !== undefined) return item;
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
    replace: 'return this.#isEnd(load(this.#words, HEAD));',
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
    replace: 'Math.min(itemsInLaps(head, endOf(head, tail), this.capacity, this.#lap), this.capacity)',
    by: 'itemsInLaps(head, tail, this.capacity, this.#lap)',
    why: 'Counts the claim of a forced push that has not evicted yet: more items than fit.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'forcing measurer'), kind: 'not linearizable' },
  },
  {
    name: 'batch-claimed-by-store',
    file: FILE,
    replace: `\
      const seen = compareExchange(words, TAIL, tail, further(tail, count, this.capacity, this.#lap));
      if (seen === tail)`,
    by: `\
      const seen = tail;
      store(words, TAIL, further(tail, count, this.capacity, this.#lap));
      if (seen === tail)`,
    why: 'A store in the place of a compare-exchange: two batches fill the same slots.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'leftMany rightMany', 'setupOfThree'), kind: 'not linearizable' },
  },
  {
    name: 'batch-refused-by-an-old-head',
    file: FILE,
    replace: 'if (this.#room(head, tail) < items.length - done) head = load(words, HEAD); // SYNC: as in pushAgain',
    by: '',
    why: 'Answers that there is no more room by the head of some time ago.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'leftMany rightMany', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'batch-larger-than-the-room',
    file: FILE,
    replace: 'const count = Math.min(this.#room(head, tail), items.length - done);',
    by: 'const count = this.#room(head, tail) > 0 ? items.length - done : 0;',
    why: 'Looks whether there is room, but not for how many: the last items stand in the place of the oldest.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'manyProducer manyConsumer', 'setupOfTwo'), kind: 'livelock' },
  },
  {
    name: 'batch-begins-again',
    file: FILE,
    replace: 'this.#putMany(tail, items, done, count);',
    by: 'this.#putMany(tail, items, 0, count);',
    why: 'What pops made room for is filled with the first items again.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'manyProducer manyConsumer', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'batch-over-the-end-of-a-lap',
    file: LAP,
    replace: 'return index < capacity ? (position + count) | 0 : (position + count + lap - capacity) | 0;',
    by: 'return (position + count) | 0;',
    why: 'Forgets that indexes from the capacity to the end of a lap are none: slots are claimed that do not exist.',
    caughtBy: {
      case: caseOf('SharedArrayQueue', 'manyProducer manyConsumer', 'setupOfThree'),
      kind: 'not linearizable',
    },
  },
  {
    name: 'batch-popped-by-store',
    file: FILE,
    replace:
      'const seen = compareExchange(this.#words, HEAD, head, further(head, end - from, this.capacity, this.#lap));',
    by: `\
    const seen = head;
    store(this.#words, HEAD, further(head, end - from, this.capacity, this.#lap));`,
    why: 'A store in the place of a compare-exchange: two pops take the same items.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'leftMany rightMany', 'setupOfThree'), kind: 'not linearizable' },
  },
  {
    name: 'batch-popped-as-one-item',
    file: FILE,
    replace:
      'const seen = compareExchange(this.#words, HEAD, head, further(head, end - from, this.capacity, this.#lap));',
    by: 'const seen = compareExchange(this.#words, HEAD, head, this.#after(head));',
    why: 'Moves past one item where it took several: they are taken again.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'leftMany rightMany', 'setupOfThree'), kind: 'not linearizable' },
  },
  {
    name: 'any-inner-stamp-will-do',
    file: 'src/queue/run.ts',
    replace: 'end < to && words[word] === stamp;',
    by: 'end < to && (words[word] as number) < 0;',
    why: 'Laps left out: the stamp of the batch before is taken for that of an item.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'leftMany rightMany', 'setupOfThree'), kind: 'not linearizable' },
  },
  {
    name: 'unfinished-batch-taken-for-none',
    file: FILE,
    replace: 'if (this.#isEnd(head) || (done > 0 && round === SPINS)) break;',
    by: 'break;',
    why: 'Answers that the queue is empty where a batch is not through: its own items may stand behind it.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'leftMany rightMany', 'setupOfThree'), kind: 'not linearizable' },
  },
  {
    name: 'slots-of-32-bits',
    file: FILE,
    replace: 'return SLOTS + ((position & (this.#lap - 1)) << (1 + this.#wide));',
    by: 'return SLOTS + ((position & (this.#lap - 1)) << 1);',
    why: 'Slots of 64-bit items as close as those of 32 bits: an item overwrites the stamp of the next slot.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'wideLeft wideRight'), kind: 'error' },
  },
  {
    name: 'item-over-its-stamp',
    file: STAMP,
    replace: 'return (at >> wide) + 1;',
    by: 'return (at + 1) >> wide;',
    why: 'Rounds the wrong way: a 64-bit item begins at its stamp.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'wideLeft wideRight'), kind: 'error' },
  },
  {
    name: 'item-counted-in-words',
    file: FILE,
    replace: `\
    const item = this.#cells[itemAt(at, this.#wide)];
    // SYNC: claims`,
    by: `\
    const item = this.#cells[itemAt(at, 0)];
    // SYNC: claims`,
    why: 'Counts 64-bit items as if they were words: what is read is another slot, or beyond the end.',
    caughtBy: { case: caseOf('SharedArrayQueue', 'wideLeft wideRight'), kind: 'not linearizable' },
  },
]);
