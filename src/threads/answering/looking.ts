/** Whoever has found nothing for so long has left the processor to others in between: milliseconds. */
const KEPT_MS = 0.02;
/** A shorter look is none. */
const LEAST_MS = 0.01;
/** After so many sleeps a worker that does not look tries whether looking would be better by now, and at the latest after so many. */
const AGAIN = 16;
const AGAIN_AT_MOST = 256;

/**
 * How long a worker looks for the next call before it sleeps. Where two processors are free, looking makes a call take a tenth of the
 * time. Where they are not, the thread that is to make the next call waits for this one's: a worker that looks in vain, or
 * finds a call whenever it was kept from looking for a while, looks for less long the next time, and in the end not at all. But
 * both threads would go on sleeping then, each too late for the other's look, so now and then it tries again.
 */
export class Looking {
  readonly #most: number;
  #ms: number;
  #sleeps = 0;
  #again = AGAIN;
  #isTrying = false;

  /** @param most - how long at most, in milliseconds. */
  constructor(most: number) {
    this.#most = most;
    this.#ms = most;
  }

  /** For how long now: milliseconds. */
  get ms(): number {
    return this.#ms;
  }

  /** A call was found, so many milliseconds after the look before. */
  found(since: number): void {
    if (since > KEPT_MS) {
      this.#less();
      return;
    }
    this.#ms = this.#most;
    this.#isTrying = false;
    this.#again = AGAIN;
  }

  /** None was found, and the worker goes to sleep. */
  inVain(): void {
    this.#less();
    this.#sleeps += 1;
    if (this.#sleeps < this.#again) return;
    this.#sleeps = 0;
    this.#again = Math.min(AGAIN_AT_MOST, this.#again * 2);
    this.#isTrying = true;
    this.#ms = this.#most;
  }

  #less(): void {
    this.#ms = this.#isTrying || this.#ms <= LEAST_MS ? 0 : this.#ms / 2;
    this.#isTrying = false;
  }
}
