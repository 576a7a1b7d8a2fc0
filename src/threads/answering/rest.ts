import { home } from '../../camp/home.js';
import type { RingReceiver } from '../../channel/shared/ring.js';
import { Waker } from '../../core/waker.js';
import { soon } from '../../platform/index.js';
import { type Jobs, NONE } from './jobs.js';

/** A worker that sleeps in its event loop until one of the channels of calls has something. */
export class Rest extends Waker {
  readonly #jobs: Jobs;
  readonly #lines: readonly ReturnType<RingReceiver['attend']>[];
  readonly #awake: (slot: number) => void;
  /** Also while it works: to be heard is nothing to it then, and to say so each time would cost more. */
  #listening: Disposable | null = null;
  #isAsleep = false;
  /** Whether it is to look soon. */
  #isWoken = false;

  /** @param awake - called when the rest is over, with a call, or with `CLOSED`. */
  constructor(jobs: Jobs, lines: readonly Pick<RingReceiver, 'attend'>[], awake: (slot: number) => void) {
    super();
    this.#jobs = jobs;
    this.#lines = lines.map((line) => line.attend(this));
    this.#awake = awake;
  }

  /** Goes to sleep. If there is something by now, it is woken soon. */
  begin(): void {
    this.#listening ??= home.listen();
    this.#isAsleep = true;
    for (const line of this.#lines) line.begin();
  }

  /** There will be no other rest. */
  stop(): void {
    this.#end();
    this.#listening?.[Symbol.dispose]();
    this.#listening = null;
  }

  /**
   * Not at once. This thread may be in the midst of a call of its own pool that it makes, and whose number it has just queued: run here, that
   * call would be answered before it is made. And it may be about to take its place in the row, and to find something there.
   */
  override wakeByRef(): void {
    if (!this.#isAsleep || this.#isWoken) return;
    soon(this.#wake);
    this.#isWoken = true; // not before: there may be no room left on the stack
  }

  readonly #wake = (): void => {
    this.#isWoken = false;
    if (!this.#isAsleep) return;
    let slot: number;
    try {
      slot = this.#jobs.next();
    } catch (error) {
      this.#end();
      throw error;
    }
    if (slot === NONE) {
      this.begin();
      return;
    }
    this.#end(); // after it was taken, so that another thread is called if there is more
    this.#awake(slot);
  };

  #end(): void {
    this.#isAsleep = false;
    for (const line of this.#lines) line.end();
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}
}
