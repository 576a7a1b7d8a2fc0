/** Looks at most: with their pauses some ten microseconds, what it costs to wake a thread that sleeps. */
const MOST = 32;
const LEAST = 2;
/** Every so many times in vain a thread tries for long again. */
const AGAIN = 16;
/** Pauses between looks, in turns of an empty loop: the first, and the longest. */
const SHORT = 16;
const LONGEST = 256;

/** How often a thread looks before it sleeps: more where that was worth it, less where it was in vain. */
export class Spin {
  #limit = MOST;
  #failures = 0;
  #turns = 0;

  /** What the look finds, at last; `undefined` when it had better sleep. */
  until<T>(look: () => T | undefined): T | undefined {
    for (let looks = 0; looks < this.#limit; looks += 1) {
      const value = look();
      if (value !== undefined) {
        if (looks > 0) this.#limit = MOST;
        return value;
      }
      this.#pause(looks);
    }
    this.#failures += 1;
    this.#limit = this.#failures % AGAIN === 0 ? MOST : Math.max(LEAST, this.#limit >> 1);
    return undefined;
  }

  /** Longer each time, as crossbeam's `Backoff`: it leaves the memory to the thread that has the lock. */
  #pause(looks: number): void {
    const turns = Math.min(LONGEST, SHORT << Math.min(looks, 8));
    for (let left = turns; left > 0; left -= 1) this.#turns += 1;
  }
}
