import type { Waker } from '../../core/waker.js';
import { Waiter } from '../waiter.js';
import type { Side } from './side.js';

/**
 * One who waits at a channel again and again, as a worker does for calls, and takes by tries what there is. It is woken when there may be
 * something; a receive would do the same, but is made anew each time, with all that a single wait has to find out.
 *
 * It never takes the turn: it has nothing from being the one who gets a value rather than another one.
 */
export class Attendance<T> {
  readonly #side: Side<T>;
  readonly #waker: Waker;
  readonly #waiter: Waiter<T>;
  #isThere = false;

  /** @param waker - woken on the event loop, which has to hear the bell. */
  constructor(side: Side<T>, waker: Waker) {
    this.#side = side;
    this.#waker = waker;
    this.#waiter = new Waiter<T>(waker, undefined);
  }

  /**
   * It waits from now on, or once more if it was woken in vain. It is woken at once if there is something by now.
   *
   * @param isLate - whether those are to be called before it that are not.
   */
  begin(isLate: boolean): void {
    this.#waiter.setWaker(this.#waker);
    if (this.#isThere) this.#side.stay();
    else this.#side.come(this.#waiter, isLate);
    this.#isThere = true;
  }

  /** It does not wait any more; what it leaves is for the next one. */
  end(): void {
    if (!this.#isThere) return;
    this.#isThere = false;
    this.#side.leave(this.#waiter);
  }
}
