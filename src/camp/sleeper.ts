import type { Looker } from '../core/watch.js';
import { compareExchange, exchange, load, steadyNow, wait } from '../platform/index.js';
import { EMPTY, NOTIFIED, PARKED } from './token.js';

export const DEFAULT_SPIN = 2_000;

/** A sleep shorter than this, in milliseconds, would have been better spent looking. */
const WORTH_SPINNING = 0.05;
/** After so many long sleeps it looks for as long as it may once more. */
const AGAIN = 16;

/**
 * How a thread waits for the token in a word: it looks for a bounded time, then it sleeps. The bound adapts to what the
 * looks were good for, so each place where a thread waits has a sleeper of its own.
 */
export class Sleeper implements Looker {
  readonly #maxSpin: number;
  #spin: number;
  #longSleeps = 0;
  /** Whether it has looked for something else in vain, and is to sleep at once. */
  #hasLooked = false;

  /** @param spin - how often to look, at most. */
  constructor(spin: number = DEFAULT_SPIN) {
    this.#maxSpin = spin;
    this.#spin = spin;
  }

  get looks(): boolean {
    return this.#spin > 0;
  }

  /** A sleep that follows in vain does not look again. */
  lookFor(words: Int32Array, at: number, isThere: (word: number) => boolean, other: number): void {
    for (let left = this.#spin; left > 0; left -= 1) {
      if (isThere(load(words, at))) {
        this.#spin = Math.min(this.#maxSpin, this.#spin * 2);
        return;
      }
      if (words[other] !== 0) return;
    }
    this.#hasLooked = true;
  }

  /** Takes the token in word `at`, waiting for it `ms` milliseconds at most. Answers whether it was there. */
  sleep(words: Int32Array, at: number, ms: number): boolean {
    return this.#look(words, at) || this.#sleep(words, at, ms);
  }

  /** Looks for the token for a bounded time. */
  #look(words: Int32Array, at: number): boolean {
    const most = this.#hasLooked ? 0 : this.#spin;
    this.#hasLooked = false;
    for (let left = most; left > 0; left -= 1) {
      if (load(words, at) === NOTIFIED && take(words, at)) {
        this.#spin = Math.min(this.#maxSpin, this.#spin * 2);
        return true;
      }
    }
    return false;
  }

  #sleep(words: Int32Array, at: number, ms: number): boolean {
    // SYNC: a CAS, not a store: a token that arrived since the last look must not be overwritten.
    if (compareExchange(words, at, EMPTY, PARKED) === NOTIFIED) return take(words, at);
    const start = steadyNow();
    for (let left = ms; left > 0; left = start + ms - steadyNow()) {
      wait(words, at, PARKED, left); // returns at once if unparked in between; may wake for no reason
      if (load(words, at) !== PARKED) break;
    }
    this.#learn(steadyNow() - start);
    // SYNC: a swap, not a store: the token may arrive between the time limit and here, and is taken then.
    return exchange(words, at, EMPTY) === NOTIFIED;
  }

  /**
   * From a sleep of so many milliseconds. How long it takes to be woken is part of it, and on some machines longer than what it waits
   * for: a thread that looks briefly then sleeps each time, long enough to look still more briefly. So now and then it tries.
   */
  #learn(slept: number): void {
    if (slept < WORTH_SPINNING) this.#spin = Math.min(this.#maxSpin, this.#spin * 2 + 1);
    else if (++this.#longSleeps % AGAIN === 0) this.#spin = this.#maxSpin;
    else this.#spin = Math.max(this.#maxSpin >> 6, this.#spin >> 1);
  }
}

/** Takes the token if it is there, without waiting. */
export function take(words: Int32Array, at: number): boolean {
  // SYNC: pairs with the exchange of whoever leaves a token; what was written before it is visible after this.
  return compareExchange(words, at, NOTIFIED, EMPTY) === NOTIFIED;
}
