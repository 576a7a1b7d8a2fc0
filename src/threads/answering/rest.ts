import { home } from '../../camp/home.js';
import type { RingReceiver } from '../../channel/shared/ring.js';
import { Waker } from '../../core/waker.js';
import { inThisContext, soon } from '../../platform/index.js';
import { type Jobs, NONE } from './jobs.js';

/** A worker that sleeps in its event loop until one of the channels of calls has something. */
export class Rest extends Waker {
  readonly #jobs: Jobs;
  readonly #lines: readonly ReturnType<RingReceiver['attend']>[];
  readonly #awake: (slot: number) => void;
  /** Also while it works: to be heard is nothing to it then, and to say so each time would cost more. */
  #listening: Disposable | null = null;
  #isAsleep = false;
  #isLate = false;
  /** Whether it is to look soon. */
  #isWoken = false;

  /** @param awake - called when the rest is over, with a call, or with `CLOSED`. */
  constructor(jobs: Jobs, lines: readonly Pick<RingReceiver, 'attend'>[], awake: (slot: number) => void) {
    super();
    this.#jobs = jobs;
    this.#lines = lines.map((line) => line.attend(this));
    this.#awake = awake;
  }

  /**
   * Goes to sleep. If there is something by now, it is woken soon.
   *
   * @param isLate - whether other threads are to be called before this one: what it has under way may keep it.
   */
  begin(isLate: boolean): void {
    this.#listening ??= home.listen();
    this.#isAsleep = true;
    this.#isLate = isLate;
    for (const line of this.#lines) line.begin(isLate);
    // SYNC: after it stands in the row; pairs with the call in Overflow.add.
    if (this.#jobs.outside() !== NONE) this.wakeByRef();
  }

  /** It has nothing under way any more: it is called in turn from now on. */
  refresh(): void {
    if (!this.#isLate) return;
    this.#isLate = false;
    if (this.#isWoken) return; // it begins again if that is in vain
    this.end();
    this.begin(false);
  }

  /** It does not sleep any more. */
  end(): void {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    for (const line of this.#lines) line.end();
  }

  /** There will be no other rest. */
  stop(): void {
    this.end();
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

  /** As whoever made this, and not whoever called it: what that one has in an `AsyncLocalStorage` is not for other threads' calls. */
  readonly #wake = inThisContext(() => {
    this.#isWoken = false;
    if (!this.#isAsleep) return;
    const slot = this.#look();
    if (slot === NONE) {
      this.begin(this.#isLate);
      return;
    }
    this.end(); // after it was taken, so that another thread is called if there is more
    this.#awake(slot);
  });

  #look(): number {
    try {
      const slot = this.#jobs.next();
      return slot === NONE ? this.#jobs.outside() : slot;
    } catch (error) {
      this.end();
      throw error;
    }
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}
}
