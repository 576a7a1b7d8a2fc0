import type { Context, Services } from '../core/context.js';
import { LentWaker } from '../core/lent-waker.js';
import type { Waker, WakerHandle } from '../core/waker.js';

/**
 * What a dropped coroutine polls with on its way out: the services of the latest poll, and a waker that wakes nobody. That
 * poll is over, so its waker must not be used any more; and what is pending on the way out is polled again by whoever
 * adopts it.
 */
export class Leaving extends LentWaker {
  readonly services: Services;
  readonly #latest: Waker;

  constructor(cx: Context) {
    super();
    this.services = cx.services;
    this.#latest = cx.waker;
  }

  override wakeByRef(): void {}

  /** A handle is asked for again by the poll that follows; until then one of the dropped task does. */
  override share(): WakerHandle {
    return this.#latest.share();
  }

  override expectOthers(): void {
    this.#latest.expectOthers();
  }
}
