import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import type { Waker } from '../core/waker.js';
import { usedUp } from '../futures/used-up.js';
import type { Runtime } from './runtime.js';

/** Ready once an executor has no task left. */
export class Finished extends Future<void> {
  #waker: Waker | undefined;
  #done = false;

  constructor(private readonly runtime: Runtime) {
    super();
  }

  override poll(cx: Context): Poll<void> {
    if (this.#done) throw usedUp(this);
    this.#release();
    if (this.runtime.live.length === 0) {
      this.#done = true;
      return undefined;
    }
    this.#waker = cx.waker.clone();
    this.runtime.finishers.push(this.#waker);
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.#done = true;
    this.#release();
  }

  override toString(): string {
    return `the end of ${this.runtime.live.length} tasks`;
  }

  #release(): void {
    const index = this.#waker === undefined ? -1 : this.runtime.finishers.indexOf(this.#waker);
    if (index !== -1) this.runtime.finishers.splice(index, 1);
    this.#waker?.[Symbol.dispose]();
    this.#waker = undefined;
  }
}
