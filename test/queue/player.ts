import type { Operation } from './history.js';
import { isRing, type SharedQueue } from './subject.js';

export const ROUNDS = 3000;
const OPERATIONS = 4;
const VERBS = ['push', 'pop', 'pushMany', 'popMany', 'forcePush'] as const;
/** What an item of a batch is for itself. */
const SINGLE = ['push', 'pop', 'push', 'pop', 'forcePush'] as const;
/** Items of a batch. */
const BATCH = 2;

/** Words of a noted operation: a batch has a note for each item. */
const NOTE = 7;
/** Words before the notes: a clock, and a barrier's count. */
const CLOCK = 0;
const BARRIER = 1;
const NOTES = 2;

/** What the threads did in each round, on shared memory. */
export class History {
  readonly words: Int32Array;
  readonly #threads: number;

  constructor(
    threads: number,
    words = new Int32Array(new SharedArrayBuffer(4 * (NOTES + ROUNDS * threads * OPERATIONS * BATCH * NOTE))),
  ) {
    this.#threads = threads;
    this.words = words;
  }

  tick(): number {
    return Atomics.add(this.words, CLOCK, 1);
  }

  note(round: number, thread: number, index: number, note: readonly number[]): void {
    this.words.set(note, this.#at(round, thread, index));
  }

  read(round: number): Operation[] {
    const operations: Operation[] = [];
    for (let thread = 0; thread < this.#threads; thread += 1) {
      for (let index = 0; index < OPERATIONS * BATCH; index += 1) {
        const at = this.#at(round, thread, index);
        const [verb = 0, value = 0, some = 0, answer = 0, start = 0, end = 0, later = 0] = this.words.subarray(
          at,
          at + NOTE,
        );
        if (end === 0) continue; // not noted
        operations.push({
          verb: SINGLE[verb] ?? 'pop',
          value,
          answer: some === 1 ? answer : undefined,
          start,
          end,
          after: later === 1 ? operations.at(-1) : undefined,
        });
      }
    }
    return operations;
  }

  /** Returns on all threads once all have come here for the `generation`th time. Spins first: they shall start together. */
  meet(generation: number): void {
    const target = generation * this.#threads;
    if (Atomics.add(this.words, BARRIER, 1) + 1 === target) {
      Atomics.notify(this.words, BARRIER);
      return;
    }
    for (let spin = 0; ; spin += 1) {
      const count = Atomics.load(this.words, BARRIER);
      if (count >= target) return;
      if (spin > 20_000) Atomics.wait(this.words, BARRIER, count, 1);
    }
  }

  #at(round: number, thread: number, index: number): number {
    return NOTES + ((round * this.#threads + thread) * OPERATIONS * BATCH + index) * NOTE;
  }
}

/** Does random operations in rounds; `between` is run by one thread while all stand still. */
export function play(queue: SharedQueue, history: History, thread: number, seed: number, between: () => void): void {
  let state = seed + 7919 * thread + 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 16) % below;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    history.meet(2 * round + 1);
    for (let index = 0; index < OPERATIONS; index += 1) {
      const verb = random(isRing(queue) ? 5 : 4);
      const value = 100 * thread + index + 1;
      const start = history.tick();
      const answers = act(queue, verb, value);
      const end = history.tick();
      for (const [i, answer] of answers.entries()) {
        const note = [verb, value + 50 * i, answer === undefined ? 0 : 1, answer ?? 0, start, end, Math.min(i, 1)];
        history.note(round, thread, index * BATCH + i, note);
      }
    }
    history.meet(2 * round + 2);
    between();
  }
}

/** What the operation answered, or that for each item of a batch; 1 or 0 of a push. */
function act(queue: SharedQueue, verb: number, value: number): (number | undefined)[] {
  switch (VERBS[verb]) {
    case 'push':
      return [queue.push(value) ? 1 : 0];
    case 'forcePush':
      return [queue.forcePush?.(value)];
    case 'pushMany': {
      const count = queue.pushMany([value, value + 50]);
      return [count > 0 ? 1 : 0, count > 1 ? 1 : 0];
    }
    case 'popMany': {
      const items = queue.popMany(BATCH);
      return items.length === 0 ? [undefined] : items; // that there are not more of them says nothing
    }
    default:
      return [queue.pop()];
  }
}
