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
 * How often to look for the turn before going to sleep: some 30 us where each thread can have a processor of its own, less
 * where processors are short. Handing over to a thread that looks takes 0.1 us, to one that sleeps 5 to 50.
 */
const LOOKS = 4_000;
const FEW_LOOKS = 500;

/**
 * Where other processes need the processors, too, a thread that looks is in the way of the one that it waits for. So
 * whenever looking was in vain, it goes to sleep at once for twice as many turns as the last time, up to so many.
 */
const MOST_BLIND = 255;

/**
 * The turn, of which there is one: who has it runs, the others wait here. Each thread has a token, as a parker has.
 */
export class Turn {
  readonly #words: Int32Array;
  readonly #mine: number;
  readonly #looks: number;
  /** For how many turns it went to sleep at once the last time, halved by each look that was not in vain. */
  #vain = 0;
  /** How many of them are left. */
  #blind = 0;

  constructor(control: Control, me: number, threads: number) {
    this.#looks = threads <= availableParallelism() ? LOOKS : FEW_LOOKS;
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
    if (this.#blind > 0) this.#blind -= 1;
    else if (this.#look()) {
      this.#vain >>= 1;
      return;
    } else {
      this.#vain = Math.min(MOST_BLIND, 2 * this.#vain + 1);
      this.#blind = this.#vain;
    }
    this.#sleep();
  }

  /** Looks for the turn, and takes it if it comes. */
  #look(): boolean {
    const words = this.#words;
    const mine = this.#mine;
    for (let left = this.#looks; left > 0; left -= 1) {
      if (load(words, mine) !== MINE) continue;
      exchange(words, mine, NOT_YET);
      return true;
    }
    return false;
  }

  #sleep(): void {
    const words = this.#words;
    const mine = this.#mine;
    if (compareExchange(words, mine, NOT_YET, ASLEEP) === NOT_YET) {
      while (load(words, mine) === ASLEEP) wait(words, mine, ASLEEP);
    }
    exchange(words, mine, NOT_YET);
  }
}
