import type { WakerError } from '../../../core/errors.js';
import type { Waker } from '../../../core/waker.js';
import { OutsideError } from '../errors.js';
import { TrackedWaker, type Tracker } from '../tracked-waker.js';
import type { Diary } from './diary.js';

/** The waker of one task: what a future is lent with the context of a poll, and all clones that it makes of that. */
export class TaskWaker implements Tracker {
  /** Clones that were neither consumed nor dropped. */
  live = 0;
  readonly #diary: Diary;
  readonly #name: string;
  readonly #woken: (waker: TaskWaker) => void;
  readonly #lent = new TrackedWaker(this, 0, true);
  #isLent = false;

  /** @param woken - called at each wake. */
  constructor(diary: Diary, name: string, woken: (waker: TaskWaker) => void) {
    this.#diary = diary;
    this.#name = name;
    this.#woken = woken;
  }

  /** Lends the waker for the time of a poll. */
  lend<T>(poll: (waker: Waker) => T): T {
    this.#isLent = true;
    try {
      return poll(this.#lent);
    } finally {
      this.#isLent = false;
    }
  }

  cloned(waker: TrackedWaker): number {
    this.#diary.note(`clones ${this}`);
    this.#check(waker);
    this.live += 1;
    return 1;
  }

  woken(waker: TrackedWaker, byRef: boolean): void {
    this.#diary.note(`wakes ${this}`);
    this.#check(waker);
    if (!byRef) this.live -= 1;
    this.#woken(this);
  }

  dropped(): void {
    this.live -= 1;
  }

  shared(): never {
    this.#diary.outside ??= new OutsideError(
      'share: checkFuture runs on one thread, and has no say in when another wakes; check threads with explore',
    );
    throw this.#diary.outside;
  }

  misused(_waker: TrackedWaker, error: WakerError): void {
    this.#diary.break('waker-misused', `: ${error.message}`);
  }

  toString(): string {
    return this.#name;
  }

  #check(waker: TrackedWaker): void {
    if (!waker.lent || this.#isLent) return;
    this.#diary.break('waker-misused', ': it kept cx.waker beyond the poll, and used it; clone() it to keep it');
  }
}
