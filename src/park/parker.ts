import { checkDuration, checkInteger, checkOptions } from '../core/check.js';
import { mayNotBlock } from '../core/may-not-block.js';
import { allocateShared, attachShared } from '../core/shared-memory.js';
import { canBlock, compareExchange, exchange, load, now, wait } from '../platform/index.js';
import { EMPTY, NOTIFIED, PARKED, STATE, WORDS } from './token.js';
import { Unparker } from './unparker.js';

/**
 * How a thread waits before it sleeps.
 *
 * @example
 * ```ts
 * import { Parker, type ParkOptions } from 'reveille/park';
 *
 * const atOnce: ParkOptions = { spin: 0 };
 * console.log(new Parker(atOnce).parkTimeout(1)); // false
 * ```
 */
export interface ParkOptions {
  /**
   * How often to look at the state word, at most, before going to sleep (looks of about 8 ns; 2,000 by default). Waking
   * a sleeping thread costs 5 to 50 us, a looking one 0.05 us. The bound adapts: it shrinks towards `spin / 64` while
   * looking turns out useless, so an idle thread costs nothing. 0 sleeps at once.
   */
  readonly spin?: number;
}

const DEFAULT_SPIN = 2_000;

/** A sleep shorter than this, in milliseconds, would have been better spent looking. */
const WORTH_SPINNING = 0.05;

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
  readonly #maxSpin: number;
  #spin: number;

  /** @param options - how long to look for a token before sleeping. */
  constructor(options: ParkOptions = {}) {
    checkOptions('options', options, ['spin']);
    const { spin = DEFAULT_SPIN } = options;
    checkInteger('options.spin', spin, 0, 1_000_000);
    this.#maxSpin = spin;
    this.#spin = spin;
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
    // SYNC: pairs with the exchange in Unparker.unpark; what was written before it is visible after this.
    return compareExchange(this.#words, STATE, NOTIFIED, EMPTY) === NOTIFIED;
  }

  #park(ms: number): boolean {
    if (this.tryPark()) return true;
    if (ms === 0) return false;
    if (!canBlock()) throw mayNotBlock('park', 'await a future'); // at once: it must not depend on what a look finds
    if (this.#look()) return true;
    return this.#sleep(ms);
  }

  /** Looks for the token for a bounded time. */
  #look(): boolean {
    const words = this.#words;
    for (let left = this.#spin; left > 0; left -= 1) {
      if (load(words, STATE) === NOTIFIED && this.tryPark()) {
        this.#spin = Math.min(this.#maxSpin, this.#spin * 2);
        return true;
      }
    }
    return false;
  }

  #sleep(ms: number): boolean {
    // SYNC: a CAS, not a store: a token that arrived since the last look must not be overwritten.
    if (compareExchange(this.#words, STATE, EMPTY, PARKED) === NOTIFIED) return this.tryPark();
    const start = now();
    for (let left = ms; left > 0; left = start + ms - now()) {
      wait(this.#words, STATE, PARKED, left); // returns at once if unparked in between; may wake for no reason
      if (load(this.#words, STATE) !== PARKED) break;
    }
    const slept = now() - start;
    this.#spin =
      slept < WORTH_SPINNING
        ? Math.min(this.#maxSpin, this.#spin * 2 + 1)
        : Math.max(this.#maxSpin >> 6, this.#spin >> 1);
    // SYNC: a swap, not a store: the token may arrive between the time limit and here, and is taken then.
    return exchange(this.#words, STATE, EMPTY) === NOTIFIED;
  }
}
