/**
 * What an executor does with its thread when it has nothing to run: the contract of all idle strategies, one file each.
 *
 * Wakes from other threads ring the thread's bell, on which {@link Round.sleep} sleeps. It remembers having been rung, so no
 * wake-up is lost as long as a strategy looks at {@link Round.hasWork} before it sleeps there, or comes again by itself.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { parking } from 'reveille/executor';
 *
 * const executor = new Executor({ idle: parking({ spin: 0 }) });
 * executor.runUntil(sleep(1)); // the thread sleeps in between
 * ```
 */
export interface Idle {
  /** `blocking`: {@link Idle.rest} keeps the thread. `event-loop`: it gives the thread back and comes again by itself. */
  readonly mode: 'blocking' | 'event-loop';
  /** Whether something besides the bell and the timers may end the sleep, such as a device's interrupt. */
  readonly external: boolean;
  /** Called after each round. Returns at once when there is work, unless the strategy is to sleep all the same. */
  rest(round: Round): void;
  /** A task was woken on this thread while the executor was not running; only an event loop has to do anything. */
  nudge?(round: Round): void;
  /** The executor was dropped: let go of whatever keeps the process alive. */
  stop?(): void;
}

/**
 * What a strategy may ask of its executor between two rounds.
 *
 * @example
 * ```ts
 * import { Executor, yieldNow } from 'reveille';
 * import { type Idle, type Round, spinning } from 'reveille/executor';
 * import assert from 'node:assert/strict';
 *
 * let rests = 0;
 * const spin = spinning();
 * const counting: Idle = {
 *   mode: 'blocking',
 *   external: false,
 *   rest: (round: Round) => {
 *     rests += 1;
 *     spin.rest(round);
 *   },
 * };
 * new Executor({ idle: counting }).runUntil(yieldNow());
 * assert.equal(rests, 1); // between the two rounds
 * ```
 */
export interface Round {
  /** Whether a task is ready, or was woken by another thread. */
  hasWork(): boolean;
  /**
   * Blocks the thread until a task may have been woken by another thread, `ms` milliseconds at most (`Infinity`: no
   * limit). It may return for no reason.
   *
   * @throws BlockingError on a thread that may not block.
   */
  sleep(ms: number): void;
  /** Milliseconds until the next timer; 0 when one is due, Infinity when there is none. */
  timeout(): number;
  /** Whether other threads hold wakers of this executor's tasks. */
  readonly shared: boolean;
  /** Runs a round, with nobody waiting for it; for strategies that come again by themselves. */
  turn(): void;
}
