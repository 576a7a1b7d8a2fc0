import type { Services } from '../core/context.js';
import { LentWaker } from '../core/lent-waker.js';
import type { Waker, WakerHandle } from '../core/waker.js';

/** What the branches belong to. */
export interface Whole {
  readonly services: Services;
  /** A branch is worth polling. */
  woken(branch: Branch): void;
  /** A handle with which other threads wake the whole; the branch is polled from then on whenever the whole is. */
  pin(branch: Branch): WakerHandle;
  /** One branch more waits for what other threads do, or one less: see {@link Waker.expectOthers}. */
  expects(change: 1 | -1): void;
}

/** One of many futures that are awaited together: the context that it is polled with, and its waker. */
export class Branch extends LentWaker {
  /** Late wakes do nothing. */
  done = false;
  /** Another thread may wake it, without a word to the whole. */
  pinned = false;
  #expectsOthers = false;

  constructor(
    readonly whole: Whole,
    readonly index: number,
  ) {
    super();
  }

  override get services(): Services {
    return this.whole.services;
  }

  override wakeByRef(): void {
    if (!this.done) this.whole.woken(this);
  }

  override share(): WakerHandle {
    return this.whole.pin(this);
  }

  /** Unlike a handle, which wakes the whole, this leaves the wake to this thread: the branch is polled when it is woken, and not else. */
  override expectOthers(): void {
    if (this.#expectsOthers || this.done) return;
    this.#expectsOthers = true;
    this.whole.expects(1);
  }

  /** It is about to be polled again, or is over. */
  expectNobody(): void {
    if (!this.#expectsOthers) return;
    this.#expectsOthers = false;
    this.whole.expects(-1);
  }

  /** A handle belongs to the task of that poll; saying no lets the future ask for a new one, should the task change. */
  override willWake(other: Waker): boolean {
    return !this.pinned && super.willWake(other);
  }
}
