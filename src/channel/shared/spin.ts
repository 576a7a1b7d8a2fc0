/** Looks at most: with their pauses some ten microseconds, what it costs to wake a thread that sleeps. */
const MOST = 64;
const LEAST = 2;
/** Every so many times in vain a thread tries for long again. */
const AGAIN = 16;
/** Pauses between looks, in turns of an empty loop: the first, the longest, and the first of one who is patient. */
const SHORT = 16;
const LONGEST = 256;
const PATIENT = 1024;
/** So many values in a row without waiting make patience worth while. */
const STREAM = 8;
/** Every so many waits a thread tries whether patience would be. */
const TRIES = 16;

/**
 * How often a thread looks before it sleeps: more where that was worth it, less where it was in vain.
 *
 * Between two looks it pauses, longer each time, as crossbeam's `Backoff` does, and leaves the memory to the thread that it
 * waits for. How long is best depends on what comes: an answer is best seen at once, but of a stream each value that is
 * taken the moment it comes costs both threads the cache line, and a channel is twice as fast when the receiver lets some
 * gather first. So a thread tries now and then, and is patient as long as it finds several at a time.
 *
 * (JavaScript has no `spin_loop` on Node 20, so a pause is an empty loop.)
 */
export class Spin {
  limit = MOST;
  #turns = 0;
  #failures = 0;
  #waits = 0;
  #streak = 0;
  #isPatient = false;

  /** After the look that has this number. Whoever wants many at once has nothing from the first one. */
  pause(look: number, wantsMany = false): void {
    if (look === 0) this.#choose();
    const turns =
      (wantsMany || this.#isPatient) && look === 0 ? PATIENT : Math.min(LONGEST, SHORT << Math.min(look, 8));
    for (let left = turns; left > 0; left -= 1) this.#turns += 1;
  }

  /** Something was there; if not at the first look, the looks have saved a sleep. */
  worthIt(looks: number): true {
    if (looks === 0) this.#streak += 1;
    else this.limit = MOST;
    return true;
  }

  inVain(): false {
    this.#failures += 1;
    this.limit = this.#failures % AGAIN === 0 ? MOST : Math.max(LEAST, this.limit >> 1);
    return false;
  }

  #choose(): void {
    this.#waits += 1;
    this.#isPatient = (this.#isPatient && this.#streak >= STREAM) || this.#waits % TRIES === 0;
    this.#streak = 0;
  }
}
