import { NOTIFIED, PARKED } from '../camp/token.js';
import { attachShared } from '../core/shared-memory.js';
import { exchange, notify } from '../platform/index.js';
import { STATE, WORDS } from './layout.js';

/**
 * Unparks the thread of one {@link Parker}, from any thread. Never waits, never fails, allocates nothing.
 *
 * Corresponds to `crossbeam::sync::Unparker`.
 *
 * @example
 * ```ts
 * import { Parker, Unparker } from 'reveille/park';
 *
 * const parker = new Parker();
 * Unparker.attach(parker.share()).unpark();
 * parker.park();
 * ```
 */
export class Unparker {
  readonly #words: Int32Array;

  private constructor(words: Int32Array) {
    this.#words = words;
  }

  /**
   * The unparker of a parker on another thread.
   *
   * @param buffer - what `Parker.share` or `Unparker.share` answered.
   * @throws TypeError when it is not a SharedArrayBuffer; HandleError when it is not a parker's, or of another version.
   */
  static attach(buffer: SharedArrayBuffer): Unparker {
    return new Unparker(attachShared('buffer', buffer, 'park', WORDS));
  }

  /** Leaves a token, and wakes the thread if it sleeps. */
  unpark(): void {
    // SYNC: pairs with the CAS to PARKED in Parker: either it sees this token, or this sees PARKED and notifies. A load
    // first, to skip the exchange when a token is there, costs as much as the exchange.
    if (exchange(this.#words, STATE, NOTIFIED) === PARKED) notify(this.#words, STATE, 1);
  }

  /** The memory of the token, structured-cloneable, for {@link Unparker.attach} on another thread. */
  share(): SharedArrayBuffer {
    return this.#words.buffer as SharedArrayBuffer;
  }
}
