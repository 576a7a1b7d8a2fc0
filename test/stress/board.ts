import { OPERATIONS, type Operation } from './operations.js';

/** Places on the board: the main thread's is 0. */
export const PLACES = 8;

const SEED = 0;
const ROUND = 1;
const STOP = 2;
const HEADER = 16;

const OPERATION = 0;
const DONE = 1;
const ACT = 2;
const PLACE = 16;

/** Where one thread stands. */
export interface Standing {
  readonly operation: Operation;
  /** How often it got something done in this round. */
  readonly done: number;
  /** Which act of the round it is in. */
  readonly act: number;
}

/**
 * Where every thread of a round stands: words that all write and the watchdog reads, whatever else may hang. A place has a
 * cache line of its own.
 */
export class Board {
  readonly #words: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer((HEADER + PLACES * PLACE) * 4)) {
    this.#words = new Int32Array(buffer);
  }

  /** A round begins; nobody is there yet. */
  begin(seed: number): void {
    this.#words.fill(0, HEADER);
    Atomics.store(this.#words, SEED, seed);
    Atomics.add(this.#words, ROUND, 1);
  }

  /** The round is over, and there is none for now. */
  end(): void {
    this.#words.fill(0, HEADER);
  }

  /** Whether a round is under way. */
  get isPlayed(): boolean {
    return this.standing(0).operation !== 'is not there yet';
  }

  /** A thread begins its next operation. */
  at(place: number, operation: Operation): void {
    Atomics.store(this.#words, fieldOf(place, OPERATION), OPERATIONS.indexOf(operation));
  }

  /** It has got something done: an item sent or received, a lock taken. A try in vain is nothing done. */
  done(place: number, count = 1): void {
    Atomics.add(this.#words, fieldOf(place, DONE), count);
  }

  /** It is in this act now. */
  enter(place: number, act: number): void {
    Atomics.store(this.#words, fieldOf(place, ACT), act);
    this.done(place);
  }

  standing(place: number): Standing {
    const index = Atomics.load(this.#words, fieldOf(place, OPERATION));
    return {
      operation: OPERATIONS[index] as Operation,
      done: Atomics.load(this.#words, fieldOf(place, DONE)),
      act: Atomics.load(this.#words, fieldOf(place, ACT)),
    };
  }

  get seed(): number {
    return Atomics.load(this.#words, SEED);
  }

  /** A word that changes whenever anything is got done. */
  get progress(): number {
    let sum = Atomics.load(this.#words, ROUND) * 65_599;
    for (let place = 0; place < PLACES; place += 1) {
      sum = (sum + Atomics.load(this.#words, fieldOf(place, DONE))) | 0;
    }
    return sum;
  }

  /** Tells the watchdog to go. */
  stop(): void {
    Atomics.store(this.#words, STOP, 1);
    Atomics.notify(this.#words, STOP);
  }

  /** Sleeps; answers whether the watchdog is to go. */
  rest(milliseconds: number): boolean {
    Atomics.wait(this.#words, STOP, 0, milliseconds);
    return Atomics.load(this.#words, STOP) !== 0;
  }
}

function fieldOf(place: number, field: number): number {
  return HEADER + place * PLACE + field;
}
