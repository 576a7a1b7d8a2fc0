import { mayNotBlock } from '../../core/may-not-block.js';
import { Parker, type ParkOptions } from '../../park/parker.js';
import { canBlock } from '../../platform/index.js';
import type { Idle, Round } from './idle.js';

/**
 * Parks the thread until a wake from another thread or the next timer: an idle executor uses no processor time. What
 * executors do by default.
 *
 * Corresponds to how `futures::executor` and tokio's current-thread runtime idle.
 *
 * @param options - how long to look for a wake before sleeping.
 * @throws RangeError or TypeError as the `Parker`.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { parking } from 'reveille/executor';
 *
 * new Executor({ idle: parking({ spin: 0 }) }).runUntil(sleep(1));
 * ```
 */
export function parking(options?: ParkOptions): Idle {
  return new Parking(options);
}

class Parking implements Idle {
  readonly mode = 'blocking';
  readonly external = false;
  readonly #options: ParkOptions | undefined;
  #parker: Parker | undefined;

  constructor(options?: ParkOptions) {
    this.#options = options;
    if (options !== undefined) this.#own(); // checks them now
  }

  bell(): SharedArrayBuffer {
    return this.#own().share();
  }

  rest(round: Round): void {
    if (round.hasWork()) return;
    const timeout = round.timeout();
    if (timeout === 0) return; // a timer is due
    if (!canBlock()) throw mayNotBlock('executor', 'use { idle: eventLoop() }');
    // A wake between the look above and the park leaves a token, and the park takes it.
    this.#own().parkTimeout(timeout);
  }

  #own(): Parker {
    this.#parker ??= new Parker(this.#options);
    return this.#parker;
  }
}
