import { home } from '../../camp/home.js';
import { Vigil } from '../../camp/vigil.js';
import { hostTimer, macrotask, microtask, now } from '../../platform/index.js';
import type { Idle, Round } from './idle.js';

/** How many rounds in a row may run in microtasks, before timers and input of the host get their turn. */
const MICROTASKS = 128;

/**
 * Gives the thread back to the host's event loop when idle, Node's or the browser's: promises, timers and input go on,
 * and a wake from another thread arrives by `Atomics.waitAsync`, without polling. The executor comes again by itself
 * whenever a task is woken; the process stays alive while a task waits for a timer or for another thread.
 *
 * Corresponds to running a Rust executor on a JavaScript event loop, as `wasm-bindgen-futures` does.
 *
 * @example
 * ```ts
 * import { Executor, fromPromise } from 'reveille';
 * import { eventLoop } from 'reveille/executor';
 * import assert from 'node:assert/strict';
 *
 * const executor = new Executor({ idle: eventLoop() });
 * const handle = executor.spawn(fromPromise(Promise.resolve(7)));
 * assert.equal(await handle, 7);
 * ```
 */
export function eventLoop(): Idle & { readonly mode: 'event-loop' } {
  return new EventLoop();
}

class EventLoop implements Idle {
  readonly mode = 'event-loop';
  readonly external = true;
  #round: Round | undefined;
  #queued = false;
  #microtasks = MICROTASKS;
  #timer: { readonly deadline: number; readonly handle: Disposable } | undefined;
  /** While a task waits for another thread. */
  readonly #vigil = new Vigil();

  nudge(round: Round): void {
    this.#round = round;
    this.#queue(true);
  }

  rest(round: Round): void {
    this.#round = round;
    this.#setTimer(round.timeout());
    if (round.shared) this.#vigil.begin();
    else this.#vigil.end();
    // A wake between the look and the arming leaves a token, and arming answers false.
    if (round.hasWork() || !home.arm()) this.#queue(false);
  }

  stop(): void {
    this.#clearTimer();
    this.#vigil.end();
  }

  #queue(soon: boolean): void {
    if (this.#queued) return;
    if (soon && --this.#microtasks > 0) microtask(this.#turn);
    else macrotask(this.#hostTurn);
    this.#queued = true; // not before: there may be no room left on the stack
  }

  /** A round in a turn of the event loop of its own. */
  readonly #hostTurn = (): void => {
    this.#microtasks = MICROTASKS;
    this.#turn();
  };

  readonly #turn = (): void => {
    this.#queued = false;
    home.disarm(); // the round looks at the stack itself
    this.#round?.turn();
  };

  #setTimer(timeout: number): void {
    if (timeout === Number.POSITIVE_INFINITY) {
      this.#clearTimer();
      return;
    }
    const deadline = now() + timeout;
    if (this.#timer !== undefined && this.#timer.deadline <= deadline) return; // early at worst: a round for nothing
    this.#clearTimer();
    const handle = hostTimer(timeout, () => {
      this.#timer = undefined;
      this.#hostTurn();
    });
    this.#timer = { deadline, handle };
  }

  #clearTimer(): void {
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = undefined;
  }
}
