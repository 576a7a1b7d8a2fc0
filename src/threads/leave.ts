import { Vigil } from '../camp/vigil.js';
import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { cloneFrom, type Waker } from '../core/waker.js';

import { watch } from './watch.js';

/** Done when all threads of a crew have ended. Dropping it changes nothing for them. */
export class Leave extends Future<void> {
  readonly #crew: { readonly size: number; called(): void };
  readonly #all: Set<Leave>;
  readonly #vigil = new Vigil();
  #waker: Waker | null = null;

  constructor(crew: { readonly size: number; called(): void }, all: Set<Leave>) {
    super();
    this.#crew = crew;
    this.#all = all;
  }

  override poll(cx: Context): Poll<void> {
    this.#crew.called();
    if (this.#crew.size === 0) {
      this[Symbol.dispose]();
      return undefined;
    }
    this.#all.add(this);
    this.#waker = cloneFrom(this.#waker, cx.waker);
    if (cx.services.eventLoop) this.#vigil.begin();
    else cx.waker.share();
    watch.await(cx);
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.#all.delete(this);
    this.#vigil.end();
    this.#waker?.[Symbol.dispose]();
    this.#waker = null;
  }

  override toString(): string {
    return 'close of a pool';
  }

  /** They have. */
  wake(): void {
    this.#waker?.wakeByRef();
  }
}
