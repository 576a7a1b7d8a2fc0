import { home } from '../../camp/home.js';
import { Sleeper } from '../../camp/sleeper.js';
import { Cpu } from '../../park/cpu.js';
import type { Idle, Round } from './idle.js';

/**
 * Halts a processor until the next interrupt, without losing one: chapter 12's `sleep_if_idle`. Handlers of the
 * processor's interrupts run between rounds and may wake tasks.
 *
 * Corresponds to `sleep_if_idle` of Blog OS.
 *
 * @param cpu - the processor; made on this thread.
 * @throws TypeError when `cpu` is not a {@link Cpu}.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { halting } from 'reveille/executor';
 * import { Cpu } from 'reveille/park';
 *
 * new Executor({ idle: halting(new Cpu()) }).runUntil(sleep(1));
 * ```
 */
export function halting(cpu: Cpu): Idle {
  if (!(cpu instanceof Cpu)) throw new TypeError('cpu: expected a Cpu');
  return new Halting(cpu);
}

class Halting implements Idle {
  readonly mode = 'blocking';
  /** Any device may raise an interrupt whose handler wakes a task. */
  readonly external = true;

  readonly #sleeper = new Sleeper(0);

  constructor(private readonly cpu: Cpu) {}

  rest(round: Round): void {
    this.cpu.poll();
    if (round.hasWork()) return;
    // An interrupt or a wake since the look is pending, and ends the halt.
    this.cpu.enableAndHlt(round.timeout(), (ms) => home.sleep(ms, this.#sleeper));
  }
}
