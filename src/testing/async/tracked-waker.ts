import { WakerError } from '../../core/errors.js';
import { usedUp, Waker, type WakerHandle } from '../../core/waker.js';

/** Is told how wakers of one task are used, before anything comes of it; may throw. */
export interface Tracker {
  /** A waker is cloned. Answers the number of the clone. */
  cloned(waker: TrackedWaker): number;
  /** A waker is woken. */
  woken(waker: TrackedWaker, byRef: boolean): void;
  /** A waker is dropped without waking. */
  dropped(waker: TrackedWaker): void;
  /** A waker is to be shared with other threads, which it cannot be. */
  shared?(): void;
  /** A waker is used that was consumed or dropped before, or is consumed although it is only lent. */
  misused(waker: TrackedWaker, error: WakerError): void;
}

/** A waker that tells how it is used. Clones have the same tracker, and a number of their own. */
export class TrackedWaker extends Waker {
  readonly #tracker: Tracker;
  readonly number: number;
  /** Whether it is a context's, which futures only borrow. */
  readonly lent: boolean;
  #over = false;

  constructor(tracker: Tracker, number: number, lent: boolean) {
    super();
    this.#tracker = tracker;
    this.number = number;
    this.lent = lent;
  }

  override wake(): void {
    this.#check('wake');
    if (this.lent)
      throw this.#misused(new WakerError('wake: cx.waker is only borrowed; clone() it and wake the clone'));
    this.#over = true;
    this.#tracker.woken(this, false);
  }

  override wakeByRef(): void {
    this.#check('wakeByRef');
    this.#tracker.woken(this, true);
  }

  override clone(): Waker {
    this.#check('clone');
    return new TrackedWaker(this.#tracker, this.#tracker.cloned(this), false);
  }

  override willWake(other: Waker): boolean {
    this.#check('willWake');
    return other instanceof TrackedWaker && other.#tracker === this.#tracker;
  }

  override share(): WakerHandle {
    this.#check('share');
    this.#tracker.shared?.();
    return super.share();
  }

  override [Symbol.dispose](): void {
    if (this.#over) return;
    if (this.lent)
      throw this.#misused(new WakerError('drop: cx.waker is only borrowed; clone() it and drop the clone'));
    this.#over = true;
    this.#tracker.dropped(this);
  }

  #check(verb: string): void {
    if (this.#over) throw this.#misused(usedUp(verb));
  }

  #misused(error: WakerError): WakerError {
    this.#tracker.misused(this, error);
    return error;
  }
}
