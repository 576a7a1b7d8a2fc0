import type { Idle, Round } from './idle.js';

/**
 * Never sleeps: goes round and round, with the lowest latency and a whole processor's worth of heat.
 *
 * Corresponds to a busy-polling loop; chapter 12 calls it what its first executor does.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { spinning } from 'reveille/executor';
 *
 * new Executor({ idle: spinning() }).runUntil(sleep(1));
 * ```
 */
export function spinning(): Idle {
  return new Spinning();
}

class Spinning implements Idle {
  readonly mode = 'blocking';
  readonly external = false;

  rest(round: Round): void {
    while (!round.hasWork() && round.timeout() > 0);
  }
}
