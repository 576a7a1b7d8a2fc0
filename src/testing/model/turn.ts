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
 * How often to look for the turn before going to sleep, some 15 us. Handing over to a thread that looks takes 0.1 us, to
 * one that sleeps 5 to 50.
 */
const LOOKS = 2_000;

/**
 * The turn, of which there is one: who has it runs, the others wait here. Each thread has a token, as a parker has.
 */
export class Turn {
  readonly #words: Int32Array;
  readonly #mine: number;

  constructor(
    control: Control,
    readonly me: number,
  ) {
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
    for (let left = LOOKS; left > 0; left -= 1) {
      if (load(words, mine) === MINE) {
        exchange(words, mine, NOT_YET);
        return;
      }
    }
    if (compareExchange(words, mine, NOT_YET, ASLEEP) === NOT_YET) {
      while (load(words, mine) === ASLEEP) wait(words, mine, ASLEEP);
    }
    exchange(words, mine, NOT_YET);
  }
}
