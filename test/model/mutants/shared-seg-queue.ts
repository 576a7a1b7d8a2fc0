import { caseOf } from '../cases.js';
import { AFTER_WRITES } from '../searches.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const FILE = 'src/queue/shared-seg-queue.ts';
const POOL = 'src/queue/segment-pool.ts';

export const segQueueMutants: readonly SeededMutant[] = mutantsOf('SharedSegQueue', [
  {
    name: 'tail-before-its-segment',
    file: FILE,
    replace: `\
    words[TAIL_SEGMENT] = next;
    exchange(words, TAIL, first);`,
    by: `\
    exchange(words, TAIL, first);
    words[TAIL_SEGMENT] = next;`,
    why: 'The wrong order of two stores: a push fills a slot of the segment before.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'livelock',
    },
  },
  {
    name: 'item-before-the-link',
    file: FILE,
    replace: `\
    const first = (tail + 2) | 0;
    words[next + FIRST] = first;`,
    by: `\
    this.#put(segment, tail, value);
    const first = (tail + 2) | 0;
    words[next + FIRST] = first;`,
    why: 'The last item is there before the next segment is linked: its pop goes over to no segment.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'producer consumer', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'error',
    },
  },
  {
    name: 'spare-segment-kept',
    file: FILE,
    replace: 'else this.#pool.give(next);',
    by: '',
    why: 'The push that loses the race for a segment does not give back the one it took: a leak.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'invariant',
    },
  },
  {
    name: 'drained-segment-kept',
    file: FILE,
    replace: 'this.#pool.give(segment);\n  }\n',
    by: '}\n',
    why: 'The drained segment is not given back: a leak of eight kilobytes in a thousand items.',
    caughtBy: { case: caseOf('SharedSegQueue', 'consumer consumer'), kind: 'invariant' },
  },
  {
    name: 'next-segment-by-store',
    file: FILE,
    replace: `\
    const words = this.#pool.words;
    if (compareExchange(words, TAIL, tail, tail + 1) !== tail) return false; // SYNC: as in push
    const first`,
    by: `\
    const words = this.#pool.words;
    store(words, TAIL, tail + 1);
    const first`,
    why: 'A store in the place of a compare-exchange: two pushes fill the last slot, and each links a segment.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'invariant',
    },
  },
  {
    name: 'pushes-between-segments',
    file: FILE,
    replace: `\
      if (offset === BETWEEN)
        round = linger(round); // another push links the next segment
      else if`,
    by: 'if',
    why: 'Does not wait for the next segment, and takes the offset that is no slot for one.',
    caughtBy: {
      case: caseOf('SharedSegQueue', 'left right', 'setupAtLastSlot'),
      search: AFTER_WRITES,
      kind: 'not linearizable',
    },
  },
  {
    name: 'unfinished-push-taken-for-no-item',
    file: FILE,
    replace: 'if (seen === head) round = this.#lingerAt(head, round);',
    by: 'if (seen === head) return undefined;',
    why: 'Answers that the queue is empty where a push, or a pop between segments, is not through.',
    caughtBy: { case: caseOf('SharedSegQueue', 'left right', 'setup'), kind: 'not linearizable' },
  },
  {
    name: 'item-popped-by-store',
    file: FILE,
    replace: 'if (compareExchange(words, HEAD, head, head + 1) === head) return item;',
    by: `\
      store(words, HEAD, head + 1);
      return item;`,
    why: 'A store in the place of a compare-exchange: two pops take the same item.',
    caughtBy: { case: caseOf('SharedSegQueue', 'left right', 'setup'), kind: 'not linearizable' },
  },
  {
    name: 'one-item-too-many',
    file: FILE,
    replace: 'return this.#room(tail, 1) <= 0;',
    by: 'return this.#room(tail, 1) < 0;',
    why: 'Off by one: a full queue takes one more.',
    caughtBy: { case: caseOf('SharedSegQueue', 'left single'), kind: 'not linearizable' },
  },
  {
    name: 'full-by-distance',
    file: FILE,
    replace: 'return this.capacity - itemsBetween(head, tail);',
    by: 'return this.capacity - ((tail - head) | 0);',
    why: 'Counts the position between two segments, which is no slot, as an item: full too soon.',
    caughtBy: { case: caseOf('SharedSegQueue', 'producer consumer', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'segments-of-two-moments',
    file: FILE,
    replace:
      'if (load(this.#pool.words, TAIL) === tail) return itemsBetween(head, endOf(head, tail)); // both are of the same moment',
    by: 'return itemsBetween(head, tail);',
    why: 'The tail of one moment and the head of another: a length that the queue never had.',
    caughtBy: { case: caseOf('SharedSegQueue', 'left measurer'), kind: 'not linearizable' },
  },
  {
    name: 'no-item-by-an-old-tail',
    file: FILE,
    replace: `\
    const head = load(this.#pool.words, HEAD);
    return itemsBetween(head, endOf(head, load(this.#pool.words, TAIL))) === 0;`,
    by: `\
    const tail = load(this.#pool.words, TAIL);
    return itemsBetween(load(this.#pool.words, HEAD), tail) === 0;`,
    why: 'The wrong order of two loads: a queue that was never empty is said to be.',
    caughtBy: { case: caseOf('SharedSegQueue', 'left tester'), kind: 'not linearizable' },
  },
  {
    name: 'segment-batch-claimed-by-store',
    file: FILE,
    replace: 'if (compareExchange(words, TAIL, tail, tail + count) !== tail) return 0; // SYNC: as in push',
    by: 'store(words, TAIL, tail + count);',
    why: 'A store in the place of a compare-exchange: two batches fill the same slots.',
    caughtBy: { case: caseOf('SharedSegQueue', 'leftMany rightMany', 'setup'), kind: 'not linearizable' },
  },
  {
    name: 'batch-over-the-last-slot',
    file: FILE,
    replace: 'const count = Math.min(LAST - offset, items',
    by: 'const count = Math.min(LAST + 1 - offset, items',
    why: 'Off by one: a batch fills the last slot of a segment, and nobody links the next one.',
    caughtBy: { case: caseOf('SharedSegQueue', 'manyProducer manyConsumer', 'setupNearEnd'), kind: 'error' },
  },
  {
    name: 'batch-larger-than-the-limit',
    file: FILE,
    replace: ', items.length - from, this.#room(tail, items.length - from));',
    by: ', items.length - from, this.#room(tail, 1) > 0 ? items.length : 0);',
    why: 'Looks whether there is room, but not for how many: more items than the limit.',
    caughtBy: { case: caseOf('SharedSegQueue', 'manyProducer left'), kind: 'not linearizable' },
  },
  {
    name: 'segment-batch-popped-by-store',
    file: FILE,
    replace: 'if (compareExchange(words, HEAD, head, head + count) !== head) return -1; // SYNC: as in pop',
    by: 'store(words, HEAD, head + count);',
    why: 'A store in the place of a compare-exchange: two pops take the same items.',
    caughtBy: { case: caseOf('SharedSegQueue', 'leftMany rightMany', 'setup'), kind: 'not linearizable' },
  },
  {
    name: 'batch-does-not-leave-its-segment',
    file: FILE,
    replace: 'if (offset + count - 1 === LAST) this.#leave(segment, (head + count + 1) | 0);',
    by: '',
    why: 'The batch that takes the last item of a segment does not go over to the next one.',
    caughtBy: { case: caseOf('SharedSegQueue', 'manyProducer manyConsumer', 'setupNearEnd'), kind: 'livelock' },
  },
  {
    name: 'unfinished-segment-batch-skipped',
    file: FILE,
    replace: 'if (this.#isEnd(head) || (done > 0 && round === SPINS)) break;',
    by: 'break;',
    why: 'Answers that the queue is empty where a batch is not through: its own items may stand behind it.',
    caughtBy: { case: caseOf('SharedSegQueue', 'leftMany rightMany', 'setup'), kind: 'not linearizable' },
  },
  {
    name: 'items-not-renewed',
    file: POOL,
    replace: 'this.cells = cellsOf(this.#items, this.words);\n  }\n\n  /**\n   * A segment of our own',
    by: '}\n\n  /**\n   * A segment of our own',
    why: 'The view of the items stays as it was when the memory grew: they are written and read beyond its end.',
    caughtBy: { case: caseOf('SharedSegQueue', 'wideProducer wideConsumer'), kind: 'not linearizable' },
  },
]);
