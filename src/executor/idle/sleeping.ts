import { checkDuration } from '../../core/check.js';
import { Parker } from '../../park/parker.js';
import type { Idle, Round } from './idle.js';

/**
 * The game loop: sleeps a fixed time after every round, whether there is work or not. A wake waits for the next round.
 *
 * Corresponds to `loop { wake_tasks(); run_ready_tasks(); sleep(4 s) }`.
 *
 * @param ms - milliseconds between two rounds; finite.
 * @throws RangeError or TypeError when `ms` is not a finite duration.
 *
 * @example
 * ```ts
 * import { Executor, yieldNow } from 'reveille';
 * import { sleeping } from 'reveille/executor';
 *
 * new Executor({ idle: sleeping(2) }).runUntil(yieldNow()); // two rounds, 2 ms apart
 * ```
 */
export function sleeping(ms: number): Idle {
  checkDuration('ms', ms);
  if (ms === Number.POSITIVE_INFINITY) throw new RangeError('ms: a loop that sleeps for ever never has a second round');
  return new Sleeping(ms);
}

class Sleeping implements Idle {
  readonly mode = 'blocking';
  readonly external = false;
  /** Nobody unparks it, so parking it is sleeping. */
  readonly #bed = new Parker({ spin: 0 });

  constructor(private readonly ms: number) {}

  rest(_round: Round): void {
    this.#bed.parkTimeout(this.ms);
  }
}
