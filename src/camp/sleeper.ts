import type { Looker } from '../core/watch.js';
import { compareExchange, exchange, load, steadyNow, wait } from '../platform/index.js';
import { EMPTY, NOTIFIED, PARKED } from './token.js';

export const DEFAULT_SPIN = 2_000;

/** A sleep shorter than this, in milliseconds, would have been better spent looking. */
const WORTH_SPINNING = 0.05;
/** So often in a row it looks in vain. */
const IN_VAIN = 4;
/** So many sleeps without a look follow, and twice as many each time, up to that. */
const WITHOUT = 16;
const WITHOUT_AT_MOST = 256;

/**
 * How a thread waits for the token in a word: it looks for a bounded time, then it sleeps. The bound adapts to what the
 * looks were good for, so each place where a thread waits has a sleeper of its own.
 *
 * To look is in vain where both threads have one processor: whoever is to leave the token can't before this thread sleeps. It can't be asked
 * whether that is so (a process may be kept to one processor, or others may have the rest), but it shows.
 */
export class Sleeper implements Looker {
  readonly #maxSpin: number;
  /** How often to look now; if it is negative, how many sleeps are to begin without a look. */
  #spin: number;
  #vainLooks = 0;
  /** How many sleeps without a look are to follow the next time. */
  #without = WITHOUT;
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
        this.#found();
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
        this.#found();
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

  /** Looking was worth it. */
  #found(): void {
    this.#spin = Math.min(this.#maxSpin, this.#spin * 2);
    this.#vainLooks = 0;
    this.#without = WITHOUT;
  }

  /**
   * From a sleep of so many milliseconds. How long it takes to be woken is part of it, and on some machines longer than what it waits
   * for: a thread that looks briefly then sleeps each time, long enough to look still more briefly. So now and then it tries.
   */
  #learn(slept: number): void {
    const isBrief = slept < WORTH_SPINNING;
    if (this.#spin < 0) {
      if (++this.#spin === 0) this.#spin = this.#maxSpin;
    } else if (isBrief && this.#spin < this.#maxSpin) this.#spin = Math.min(this.#maxSpin, this.#spin * 2 + 1);
    else if (++this.#vainLooks % IN_VAIN === 0) {
      this.#spin = -this.#without;
      this.#without = Math.min(WITHOUT_AT_MOST, this.#without * 2);
    } else if (!isBrief) this.#spin >>= 1;
  }
}

/** Takes the token if it is there, without waiting. */
export function take(words: Int32Array, at: number): boolean {
  // SYNC: pairs with the exchange of whoever leaves a token; what was written before it is visible after this.
  return compareExchange(words, at, NOTIFIED, EMPTY) === NOTIFIED;
}
