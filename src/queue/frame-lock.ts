import { compareExchange, load, store } from '../platform/index.js';
import { linger } from './linger.js';

/** Who uses a queue, and whether another user is still there. */
export interface Owner {
  /** This thread, as a whole number above 0 that no other living thread has. */
  readonly word: number;
  /** Whether the thread with that number lives. */
  isThere(word: number): boolean;
}

/** Of a queue that knows nothing of its threads: who has died is found out by waiting too long for it. */
export const NOBODY: Owner = { word: 1, isThere: () => true };

/** Looks at the holder after each so many rounds. */
const ASK = 64;

/**
 * A lock that is held for some steps, never while anything else waits or user code runs. It says who holds it: should
 * that thread have died, the next one takes the lock over. What it protects must be whole after each store.
 */
export class FrameLock {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #owner: Owner;

  constructor(words: Int32Array, at: number, owner: Owner) {
    this.#words = words;
    this.#at = at;
    this.#owner = owner;
  }

  /**
   * Takes the lock. Answers whether its holder had died.
   *
   * @throws HandleError when the holder neither goes on nor is known to have died.
   */
  take(): boolean {
    const { word } = this.#owner;
    // SYNC: pairs with the store in `leave`: all that the last holder did is seen from here on.
    if (compareExchange(this.#words, this.#at, 0, word) === 0) return false;
    return this.#takeAgain(word);
  }

  leave(): void {
    store(this.#words, this.#at, 0);
  }

  #takeAgain(word: number): boolean {
    for (let round = 0; ; round = linger(round)) {
      const holder = load(this.#words, this.#at);
      if (holder === 0) {
        if (compareExchange(this.#words, this.#at, 0, word) === 0) return false;
      } else if (round % ASK === 0 && !this.#owner.isThere(holder)) {
        // SYNC: of those who find it dead one takes it over.
        if (compareExchange(this.#words, this.#at, holder, word) === holder) return true;
      }
    }
  }
}
