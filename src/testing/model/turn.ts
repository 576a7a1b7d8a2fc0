import { availableParallelism } from 'node:os';
import { type Control, fieldOf, GO } from './control.js';
import { real } from './real.js';

const { compareExchange, exchange, load, notify, wait } = real.Atomics;

/** {@link GO}: it is not this thread's turn. */
const NOT_YET = 0;
/** It is. */
const MINE = 1;
/** It is not, and the thread sleeps, or is about to. */
const ASLEEP = 2;

/**
 * How often to look for the turn before going to sleep, at most: some 200 us where each thread can have a processor of
 * its own, which is longer than the conductor needs between two runs. Handing over to a thread that looks takes 0.1 us,
 * to one that sleeps 5 to 50. Where processors are short, a thread that looks is in the way of the one that it waits for:
 * the number shrinks whenever looking was in vain.
 */
const MOST_LOOKS = 25_000;
const FEW_LOOKS = 500;

/**
 * The turn, of which there is one: who has it runs, the others wait here. Each thread has a token, as a parker has.
 */
export class Turn {
  readonly #words: Int32Array;
  readonly #mine: number;
  readonly #most: number;
  #looks: number;

  constructor(control: Control, me: number, threads: number) {
    this.#most = threads <= availableParallelism() ? MOST_LOOKS : FEW_LOOKS;
    this.#looks = this.#most;
    this.#words = control.words;
    this.#mine = fieldOf(me, GO);
  }

  /** Gives the turn to another thread. */
  hand(thread: number): void {
    const go = fieldOf(thread, GO);
    if (exchange(this.#words, go, MINE) === ASLEEP) notify(this.#words, go, 1);
  }

  /** Waits for the turn, and takes it. */
  wait(): void {
    const words = this.#words;
    const mine = this.#mine;
    for (let left = this.#looks; left > 0; left -= 1) {
      if (load(words, mine) === MINE) {
        exchange(words, mine, NOT_YET);
        this.#looks = Math.min(this.#most, this.#looks * 2);
        return;
      }
    }
    this.#looks = Math.max(this.#most >> 6, this.#looks >> 1);
    if (compareExchange(words, mine, NOT_YET, ASLEEP) === NOT_YET) {
      while (load(words, mine) === ASLEEP) wait(words, mine, ASLEEP);
    }
    exchange(words, mine, NOT_YET);
  }
}
