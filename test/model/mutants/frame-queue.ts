import { caseOf } from '../cases.js';
import { AFTER_WRITES } from '../searches.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

const FILE = 'src/queue/shared-frame-queue.ts';
const PRODUCERS = 'src/queue/frame-producers.ts';
const CONSUMERS = 'src/queue/frame-consumers.ts';

const caseIn = (threads: string, setup: string) => caseOf('SharedFrameQueue', threads, setup);
/** The case's search that interrupts threads between a write and the plain code behind it. */
const afterWritesIn = (threads: string, setup: string) => {
  const found = caseIn(threads, setup);
  const search = found.searches.find(({ strategy }) => strategy === undefined);
  return search === undefined ? { case: found } : { case: found, search };
};

export const frameQueueMutants: readonly SeededMutant[] = mutantsOf('SharedFrameQueue', [
  {
    name: 'bytes-behind-their-publication',
    file: FILE,
    replace: `\
    try {
      this.#memory.octets.set(bytes, this.#memory.from(at));`,
    by: `\
    this.#producers.publish(at, stateOf(PUSHED, length), length);
    try {
      this.#memory.octets.set(bytes, this.#memory.from(at));
      return true;`,
    why: 'The frame is handed over before it is filled: a pop in between takes what was in its cells a lap ago.',
    caughtBy: { ...afterWritesIn('producer consumer', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'copied-after-the-claim',
    file: FILE,
    replace: `\
      const bytes = this.#memory.octets.slice(consumers.from, consumers.from + consumers.length);
      if (consumers.claim()) return bytes as unknown as Uint8Array<ArrayBuffer>;`,
    by: `\
      if (!consumers.claim()) continue;
      return this.#memory.octets.slice(consumers.from, consumers.from + consumers.length) as unknown as Uint8Array<ArrayBuffer>;`,
    why: 'The cells are free from the claim on, and another push fills them before they are copied.',
    caughtBy: { case: caseIn('popper lapper', 'setupCommitted'), kind: 'not linearizable' },
  },
  {
    name: 'tail-before-its-place',
    file: PRODUCERS,
    replace: `\
    words[ahead + SEQUENCE] = ((words[at + SEQUENCE] as number) + 1) | 0;
    words[ahead + POSITION] = next;
    store(words, TAIL, next);`,
    by: `\
    store(words, TAIL, next);
    words[ahead + SEQUENCE] = ((words[at + SEQUENCE] as number) + 1) | 0;
    words[ahead + POSITION] = next;`,
    why: 'Whoever comes to the place behind the frame finds there what an older lap has left.',
    caughtBy: { case: caseIn('left measurer', 'setupOfTwo'), search: AFTER_WRITES, kind: 'not linearizable' },
  },
  {
    name: 'frame-claimed-by-store',
    file: CONSUMERS,
    replace: 'return compareExchange(this.#memory.words, HEAD, this.#head, this.#next) === this.#head;',
    by: `\
    this.#memory.words[HEAD] = this.#next;
    return true;`,
    why: 'A write in the place of a compare-exchange: two pops take the same frame.',
    caughtBy: { case: caseIn('left right', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'unlocked-before-the-tail-moves',
    file: PRODUCERS,
    replace: `\
    store(words, TAIL, next); // SYNC: hands the frame, and the place behind it, to whoever loads this tail
    store(words, LOCK, 0);`,
    by: `\
    store(words, LOCK, 0);
    store(words, TAIL, next);`,
    why: 'Another push begins at the same place.',
    caughtBy: { case: caseIn('producer single', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'locked-by-load-and-store',
    file: PRODUCERS,
    replace: 'const holder = compareExchange(words, LOCK, 0, me);',
    by: `\
      const holder = load(words, LOCK);
      if (holder === 0) store(words, LOCK, me);`,
    why: 'Two pushes find nobody at the lock.',
    caughtBy: { case: caseIn('producer single', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'lock-inherited-by-store',
    file: PRODUCERS,
    replace: 'else if (compareExchange(words, LOCK, holder, me) === holder) return;',
    by: `\
      else {
        store(words, LOCK, me);
        return;
      }`,
    why: 'Two pushes inherit the same lock.',
    caughtBy: { case: caseIn('left right', 'setupLocked'), kind: 'not linearizable' },
  },
  {
    name: 'lock-of-the-dead-waited-for',
    file: PRODUCERS,
    replace: 'if (this.#owner.isAlive(holder - 1)) round',
    by: 'if (this.#owner.isAlive(me - 1)) round',
    why: 'Asks for itself in the place of the holder.',
    caughtBy: { case: caseIn('producer consumer', 'setupLocked'), kind: 'livelock' },
  },
  {
    name: 'dropped-frames-keep-their-room',
    file: PRODUCERS,
    replace: 'if (!this.#consumers.hasMoved(head)) return FULL;',
    by: 'return FULL;',
    why: 'A queue full of dropped frames stays full until somebody pops, and nobody is woken to do so.',
    caughtBy: { case: caseIn('dropper left', 'setupOfOne'), kind: 'not linearizable' },
  },
  {
    name: 'owner-read-from-bytes',
    file: CONSUMERS,
    replace: 'if (load(words, HEAD) !== this.#head) return ODD;',
    by: '',
    why: 'The frame was popped and its cells filled again: bytes of a later one are taken for the number of an owner.',
    caughtBy: { ...afterWritesIn('popper refiller', 'setupCommitted'), kind: 'error' },
  },
  {
    name: 'overwritten-by-an-old-head',
    file: CONSUMERS,
    replace: 'else if (load(words, HEAD) === head) return nothing(outcome);',
    by: 'else return nothing(outcome);',
    why: 'Takes for an overwritten memory what another pop has left and a push has filled again.',
    caughtBy: { case: caseIn('popper refiller', 'setupCommitted'), kind: 'error' },
  },
  {
    name: 'frames-of-two-moments',
    file: FILE,
    replace: 'if (!this.#consumers.hasMoved(head) && load(memory.words, TAIL) === tail) return filled;',
    by: 'if (!this.#consumers.hasMoved(head)) return filled;',
    why: 'The tail of one moment and the head of another: a length that the queue never had.',
    caughtBy: { case: caseIn('left measurer', 'setupOfTwo'), kind: 'not linearizable' },
  },
  {
    name: 'dropped-frame-counted',
    file: FILE,
    replace: 'if (!this.#consumers.hasMoved(head) && load(memory.words, TAIL) === tail) return filled;',
    by: 'if (load(memory.words, TAIL) === tail) return filled;',
    why: 'Counts the oldest frame though it was dropped: a queue that has nothing is not empty.',
    caughtBy: { case: caseIn('dropper measurer', 'setupOfTwo'), kind: 'not linearizable' },
  },
]);
