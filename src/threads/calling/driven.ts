import { promiseOf } from '../../core/awaiter.js';
import type { Context } from '../../core/context.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { cloneFrom, type Waker } from '../../core/waker.js';
import { macrotask } from '../../platform/index.js';

/** What the thread that calls has yet to answer to the one that runs the call. */
export interface Owed extends Disposable {
  /** The thread is about to block on the call. Answers whether that settles it. */
  blocked(): boolean;
}

/**
 * A future that a function of the caller's has answered. It goes on by the event loop; and while the thread blocks on a call, whoever
 * polls that polls this, too, be it another call's: the worker may run one within the other, and answer neither before both go on. It is the latest
 * one's to wake then, so the event loop looks again as soon as it turns.
 */
export class Driven extends Future<void> implements Owed {
  readonly #future: Future<unknown>;
  readonly #answer: (isValue: boolean, result: unknown) => void;
  #host: Waker | null = null;
  #isScheduled = false;
  #isOver = false;

  /** @param answer - called with what it comes to. */
  constructor(future: Future<unknown>, answer: (isValue: boolean, result: unknown) => void) {
    super();
    this.#future = future;
    this.#answer = answer;
  }

  /** Has the event loop drive it. */
  begin(): void {
    void promiseOf(this);
  }

  override poll(cx: Context): Poll<void> {
    if (this.#isOver) return undefined;
    if (cx.services.eventLoop) this.#host = cloneFrom(this.#host, cx.waker);
    else this.#lookLater();
    let value: unknown;
    try {
      value = this.#future.poll(cx);
    } catch (error) {
      this.#end(false, error);
      return undefined;
    }
    if (value === PENDING) return PENDING;
    this.#end(true, value);
    return undefined;
  }

  blocked(): boolean {
    return false;
  }

  override [Symbol.dispose](): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#future[Symbol.dispose]();
  }

  override toString(): string {
    return String(this.#future);
  }

  #end(isValue: boolean, result: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#answer(isValue, result);
  }

  #lookLater(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    macrotask(() => {
      this.#isScheduled = false;
      if (!this.#isOver) this.#host?.wakeByRef();
    });
  }
}
