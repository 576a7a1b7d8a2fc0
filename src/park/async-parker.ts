import { allocateShared, attachShared } from '../core/shared-memory.js';
import { compareExchange, exchange, waitAsync } from '../platform/index.js';
import { EMPTY, NOTIFIED, PARKED, STATE, WORDS } from './token.js';

/**
 * A parker that gives its thread back: instead of blocking it calls back on the event loop when the token comes. Any
 * `Unparker` of its memory rings it.
 *
 * One wait is outstanding at most, however often it is armed: 200,000 waits that nobody notified were seen to hold 80 MB.
 */
export class AsyncParker {
  readonly #buffer: SharedArrayBuffer = allocateShared('park', WORDS);
  readonly #words: Int32Array = attachShared('buffer', this.#buffer, 'park', WORDS);
  readonly #callback: () => void;
  #waiting = false;

  constructor(callback: () => void) {
    this.#callback = callback;
  }

  /** The memory of the token, for `Unparker.attach` on another thread. */
  share(): SharedArrayBuffer {
    return this.#buffer;
  }

  /** Asks to be called back when a token comes. Answers false when one is there: it is taken, and nobody calls back. */
  arm(): boolean {
    // SYNC: pairs with the exchange in Unparker.unpark: either it sees PARKED and notifies, or its token is seen here.
    if (compareExchange(this.#words, STATE, EMPTY, PARKED) === NOTIFIED) return !this.disarm();
    if (this.#waiting) return true;
    const wait = waitAsync(this.#words, STATE, PARKED);
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
    return exchange(this.#words, STATE, EMPTY) === NOTIFIED;
  }
}
