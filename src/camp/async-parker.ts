import { compareExchange, exchange, waitAsync } from '../platform/index.js';
import { EMPTY, NOTIFIED, PARKED } from './token.js';

/**
 * Waits for the token in a word without keeping the thread: it calls back on the event loop when the token comes.
 *
 * One wait is outstanding at most, however often it is armed: 200,000 waits that nobody notified were seen to hold 80 MB.
 */
export class AsyncParker {
  readonly #words: Int32Array;
  readonly #at: number;
  readonly #callback: () => void;
  #waiting = false;

  constructor(words: Int32Array, at: number, callback: () => void) {
    this.#words = words;
    this.#at = at;
    this.#callback = callback;
  }

  /** Asks to be called back when a token comes. Answers false when one is there: it is taken, and nobody calls back. */
  arm(): boolean {
    // SYNC: pairs with the exchange in `ring`: either it sees PARKED and notifies, or its token is seen here.
    if (compareExchange(this.#words, this.#at, EMPTY, PARKED) === NOTIFIED) return !this.disarm();
    if (this.#waiting) return true;
    const wait = waitAsync(this.#words, this.#at, PARKED);
    if (!wait.async) return !this.disarm();
    this.#waiting = true;
    void wait.value.then(() => {
      this.#waiting = false;
      this.#callback();
    });
    return true;
  }

  /** Takes the token, or takes back the wish to be called. Answers whether a token was there. */
  disarm(): boolean {
    return exchange(this.#words, this.#at, EMPTY) === NOTIFIED;
  }
}
