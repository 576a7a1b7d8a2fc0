import { Sleeper, take } from '../camp/sleeper.js';
import { checkDuration } from '../core/check.js';
import { mayNotBlock } from '../core/may-not-block.js';
import { allocateShared, attachShared } from '../core/shared-memory.js';
import { canBlock } from '../platform/index.js';
import { STATE, WORDS } from './layout.js';
import { checkParkOptions, type ParkOptions } from './park-options.js';
import { Unparker } from './unparker.js';

/**
 * Blocks the thread that made it until an {@link Unparker} of it is used, on any thread. A token that came earlier is
 * taken instead. `park` may also return for no reason: callers check their condition in a loop.
 *
 * Corresponds to `crossbeam::sync::Parker`.
 *
 * @throws RangeError or TypeError when `options.spin` is not a whole number from 0 to 1,000,000.
 *
 * @example
 * ```ts
 * import { Parker } from 'reveille/park';
 * import assert from 'node:assert/strict';
 *
 * const parker = new Parker();
 * const unparker = parker.unparker(); // unparker.share() goes to another thread
 * unparker.unpark();
 * parker.park(); // returns at once: the token was there
 * assert.equal(parker.parkTimeout(1), false); // it was taken; nobody unparks, 1 ms passes
 * ```
 */
export class Parker {
  readonly #buffer: SharedArrayBuffer = allocateShared('park', WORDS);
  readonly #words: Int32Array = attachShared('buffer', this.#buffer, 'park', WORDS);
  readonly #sleeper: Sleeper;

  /** @param options - how long to look for a token before sleeping. */
  constructor(options: ParkOptions = {}) {
    this.#sleeper = new Sleeper(checkParkOptions(options));
  }

  /**
   * Blocks until unparked; takes the token.
   *
   * @throws BlockingError on a thread that may not block (a browser's main thread).
   */
  park(): void {
    this.#park(Number.POSITIVE_INFINITY);
  }

  /**
   * Blocks until unparked or until `ms` milliseconds have passed (`Infinity`: no limit).
   *
   * @returns whether it was unparked.
   * @throws RangeError or TypeError when `ms` is not a duration; BlockingError as {@link Parker.park}.
   */
  parkTimeout(ms: number): boolean {
    checkDuration('ms', ms);
    return this.#park(ms);
  }

  /** The other end, as many as needed. */
  unparker(): Unparker {
    return Unparker.attach(this.#buffer);
  }

  /** The memory of the token, structured-cloneable, for `Unparker.attach` on another thread. */
  share(): SharedArrayBuffer {
    return this.#buffer;
  }

  /** Takes the token if it is there, without waiting. */
  tryPark(): boolean {
    return take(this.#words, STATE);
  }

  #park(ms: number): boolean {
    if (this.tryPark()) return true;
    if (ms === 0) return false;
    if (!canBlock()) throw mayNotBlock('park', 'await a future'); // at once: it must not depend on what a look finds
    return this.#sleeper.sleep(this.#words, STATE, ms);
  }
}
