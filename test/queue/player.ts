import type { Operation } from './history.js';
import { isRing, type SharedQueue } from './subject.js';

export const ROUNDS = 3000;
const OPERATIONS = 4;
const VERBS = ['push', 'pop', 'forcePush'] as const;

/** Words of a noted operation. */
const NOTE = 6;
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
    words = new Int32Array(new SharedArrayBuffer(4 * (NOTES + ROUNDS * threads * OPERATIONS * NOTE))),
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
      for (let index = 0; index < OPERATIONS; index += 1) {
        const at = this.#at(round, thread, index);
        const [verb = 0, value = 0, some = 0, answer = 0, start = 0, end = 0] = this.words.subarray(at, at + NOTE);
        operations.push({
          verb: VERBS[verb] ?? 'pop',
          value,
          answer: some === 1 ? answer : undefined,
          start,
          end,
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
    return NOTES + ((round * this.#threads + thread) * OPERATIONS + index) * NOTE;
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
      const verb = random(isRing(queue) ? 3 : 2);
      const value = 100 * thread + index + 1;
      const start = history.tick();
      const answer = act(queue, verb, value);
      const end = history.tick();
      history.note(round, thread, index, [verb, value, answer === undefined ? 0 : 1, answer ?? 0, start, end]);
    }
    history.meet(2 * round + 2);
    between();
  }
}

function act(queue: SharedQueue, verb: number, value: number): number | undefined {
  if (VERBS[verb] === 'push') return queue.push(value) ? 1 : 0;
  if (VERBS[verb] === 'forcePush' && isRing(queue)) return queue.forcePush(value);
  return queue.pop();
}
