import type { Context, Services } from '../core/context.js';
import { Waits } from '../core/waits.js';

/** One who waits on this thread: a task, or the thread itself when it blocks. */
export class Waiter extends Waits {
  previous: Waiter | null = null;
  next: Waiter | null = null;
  /** By whom it is run: of those that one executor runs it is enough to wake one. */
  services: Services;

  constructor(cx: Context) {
    super(cx.waker);
    this.services = cx.services;
  }

  /** It looked in vain. */
  sleep(cx: Context): void {
    this.services = cx.services;
    this.setWaker(cx.waker);
  }
}
