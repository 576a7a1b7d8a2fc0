import type { Context } from '../../core/context.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { cloneFrom, type Waker } from '../../core/waker.js';

/** What is left of a call that was dropped inside of a scope: done when its function has ended on its thread. */
export class Aftermath extends Future<void> {
  readonly #name: string;
  readonly #await: (cx: Context) => void;
  readonly #dropped: () => void;
  #isOver = false;
  #waker: Waker | null = null;

  /**
   * @param name - the call, for errors.
   * @param await_ - called when somebody begins to wait.
   * @param dropped - called when nobody waits for it any more.
   */
  constructor(name: string, await_: (cx: Context) => void, dropped: () => void) {
    super();
    this.#name = name;
    this.#await = await_;
    this.#dropped = dropped;
  }

  override poll(cx: Context): Poll<void> {
    if (this.#isOver) return undefined;
    this.#waker = cloneFrom(this.#waker, cx.waker);
    this.#await(cx);
    return this.#isOver ? undefined : PENDING;
  }

  override [Symbol.dispose](): void {
    if (this.#isOver) return;
    this.end();
    this.#dropped();
  }

  override toString(): string {
    return `end of the ${this.#name}, which was dropped`;
  }

  /** It has ended. */
  end(): void {
    this.#isOver = true;
    const waker = this.#waker;
    this.#waker = null;
    waker?.wake();
  }
}
