import type { Receiver } from '../../channel/receiver.js';
import { HOST_SERVICES } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import { PENDING } from '../../core/poll.js';
import { Waker } from '../../core/waker.js';
import { soon } from '../../platform/index.js';
import { NONE } from './jobs.js';

/** A worker that sleeps in its event loop until one of the channels of calls has something. */
export class Rest extends Waker {
  readonly #jobs: readonly Receiver<number>[];
  readonly #ended: (error: unknown) => number;
  readonly #awake: (slot: number) => void;
  #waits: Future<number>[] = [];
  /** Whether it is to look soon. */
  #isWoken = false;
  readonly #cx = { waker: this, services: HOST_SERVICES };

  /**
   * @param ended - says what it means that a receive has thrown.
   * @param awake - called when the rest is over, with a call, or with what `ended` has said.
   */
  constructor(jobs: readonly Receiver<number>[], ended: (error: unknown) => number, awake: (slot: number) => void) {
    super();
    this.#jobs = jobs;
    this.#ended = ended;
    this.#awake = awake;
  }

  /** Goes to sleep, unless there is a call now, or none will be: that is answered. {@link NONE}: it sleeps. */
  begin(): number {
    this.#waits = this.#jobs.map((jobs) => jobs.recv());
    return this.#look();
  }

  end(): void {
    for (const wait of this.#waits.splice(0)) wait[Symbol.dispose]();
  }

  /**
   * Not at once. This thread may be in the midst of a call of its own pool that it makes, and whose number it has just queued: run here, that
   * call would be answered before it is made. And a receive that takes its place in the row may find something in the midst of its
   * poll: polled again there it would take a second place, which nobody gives back, and to which wakes are lost.
   */
  override wakeByRef(): void {
    if (this.#waits.length === 0 || this.#isWoken) return;
    soon(this.#wake);
    this.#isWoken = true; // not before: there may be no room left on the stack
  }

  readonly #wake = (): void => {
    this.#isWoken = false;
    if (this.#waits.length === 0) return;
    const slot = this.#look();
    if (slot !== NONE) this.#awake(slot);
  };

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}

  #look(): number {
    for (const wait of this.#waits) {
      try {
        const slot = wait.poll(this.#cx);
        if (slot === PENDING) continue;
        this.end();
        return slot;
      } catch (error) {
        this.end();
        return this.#ended(error); // they are closed together
      }
    }
    return NONE;
  }
}
