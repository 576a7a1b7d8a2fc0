/** Looks at most: with their pauses some ten microseconds, what it costs to wake a thread that sleeps. */
const MOST = 64;
const LEAST = 2;
/** Every so many times in vain a thread tries for long again. */
const AGAIN = 16;
/** Pauses between looks, in turns of an empty loop: the first, and the longest. */
const SHORT = 16;
const LONGEST = 256;

/**
 * How often a thread looks before it sleeps: more where that was worth it, less where it was in vain. Between two looks it
 * pauses, longer each time, as crossbeam's `Backoff` does, and leaves the memory to the thread that it waits for.
 *
 * (JavaScript has no `spin_loop` on Node 20, so a pause is an empty loop.)
 */
export class Spin {
  /** How many looks it is to be now. */
  limit: number;
  readonly #most: number;
  #failures = 0;
  #turns = 0;

  /** @param most - looks at most; with 0 it is never to look. */
  constructor(most: number = MOST) {
    this.#most = most;
    this.limit = most;
  }

  /** After the look that has this number. */
  pause(look: number): void {
    this.turn(Math.min(LONGEST, SHORT << Math.min(look, 8)));
  }

  /** Something was there; if not at the first look, the looks have saved a sleep. */
  worthIt(looks: number): true {
    if (looks > 0) this.limit = this.#most;
    return true;
  }

  inVain(): false {
    this.#failures += 1;
    const less = Math.max(Math.min(LEAST, this.#most), this.limit >> 1);
    this.limit = this.#failures % AGAIN === 0 ? this.#most : less;
    return false;
  }

  /** Goes round in an empty loop. */
  protected turn(turns: number): void {
    for (let left = turns; left > 0; left -= 1) this.#turns += 1;
  }
}
