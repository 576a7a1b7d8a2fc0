/** Three queues in a ring of shared words: the one that everybody writes first, its obvious mend, and one that is right. */

/** What `push` and `pop` of all three answer: `false` when the queue is full, `undefined` when it is empty. */
export interface Queue {
  push(value: number): boolean;
  pop(): number | undefined;
}

/**
 * How many items fit: a power of two, so that positions may wrap, and at least 2, since with one slot a stamp for an item
 * and one for the next lap would be the same.
 */
export const CAPACITY = 2;

/** Of head, tail, and a stamp and a value for each slot. */
export const BYTES = 4 * (2 + 2 * CAPACITY);

const { compareExchange, load, store } = Atomics;

/** The position of the item that is popped next. */
const HEAD = 0;
/** The position that is pushed to next. Positions only grow; the slot is their remainder. */
const TAIL = 1;

const stampAt = (position: number): number => 2 + 2 * (position & (CAPACITY - 1));
const valueAt = (position: number): number => stampAt(position) + 1;
const next = (position: number): number => (position + 1) | 0;

/** No locks and no loops. Right for one producer and one consumer: the tail is the one's and the head is the other's. */
export class NaiveQueue implements Queue {
  constructor(readonly words: Int32Array) {}

  push(value: number): boolean {
    const tail = load(this.words, TAIL);
    if (((tail - load(this.words, HEAD)) | 0) === CAPACITY) return false;
    this.words[valueAt(tail)] = value;
    store(this.words, TAIL, next(tail)); // another producer, at the same tail, has just filled the same slot
    return true;
  }

  pop(): number | undefined {
    const head = load(this.words, HEAD);
    if (head === load(this.words, TAIL)) return undefined;
    const value = this.words[valueAt(head)];
    store(this.words, HEAD, next(head));
    return value;
  }
}

/** With a compare-exchange for every load and store that raced, a position has one owner. */
export class ClaimedQueue implements Queue {
  constructor(readonly words: Int32Array) {}

  push(value: number): boolean {
    for (;;) {
      const tail = load(this.words, TAIL);
      if (((tail - load(this.words, HEAD)) | 0) === CAPACITY) return false;
      if (compareExchange(this.words, TAIL, tail, next(tail)) !== tail) continue;
      this.words[valueAt(tail)] = value; // but what claims the slot also tells the consumers that there is an item in it
      return true;
    }
  }

  pop(): number | undefined {
    for (;;) {
      const head = load(this.words, HEAD);
      if (head === load(this.words, TAIL)) return undefined;
      const value = this.words[valueAt(head)];
      if (compareExchange(this.words, HEAD, head, next(head)) === head) return value;
    }
  }
}

/**
 * D. Vyukov's bounded queue: a stamp a slot says whose turn it is, which is another matter than who owns the position. The
 * stamp is `position` while the slot waits for that push, and the position after it while the item waits for its pop.
 *
 * Full and empty are found as crossbeam's `ArrayQueue` finds them, by head and tail. As published, a stamp that is behind
 * means empty, and a `pop` beside a slow `push` does not see items that were pushed completely.
 */
export class StampedQueue implements Queue {
  /** Memory that is all zero becomes an empty queue. */
  static initialise(words: Int32Array): void {
    for (let position = 0; position < CAPACITY; position += 1) words[stampAt(position)] = position;
  }

  constructor(readonly words: Int32Array) {}

  push(value: number): boolean {
    for (;;) {
      const tail = load(this.words, TAIL);
      if (load(this.words, stampAt(tail)) === tail) {
        if (compareExchange(this.words, TAIL, tail, next(tail)) !== tail) continue;
        this.words[valueAt(tail)] = value; // first the item,
        store(this.words, stampAt(tail), next(tail)); // then the stamp
        return true;
      }
      if (((tail - load(this.words, HEAD)) | 0) === CAPACITY) return false;
    }
  }

  pop(): number | undefined {
    for (;;) {
      const head = load(this.words, HEAD);
      if (load(this.words, stampAt(head)) === next(head)) {
        if (compareExchange(this.words, HEAD, head, next(head)) !== head) continue;
        const value = this.words[valueAt(head)];
        store(this.words, stampAt(head), (head + CAPACITY) | 0); // for the push a lap later
        return value;
      }
      if (head === load(this.words, TAIL)) return undefined;
    }
  }
}
