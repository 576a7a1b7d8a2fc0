import { promiseOf } from '../../core/awaiter.js';
import type { Context } from '../../core/context.js';
import { CancelledError } from '../../core/errors.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { cloneFrom, type Waker } from '../../core/waker.js';
import { macrotask } from '../../platform/index.js';

/** What the thread that calls has yet to answer to the one that runs the call. */
export interface Owed extends Disposable {
  /** The thread is about to block on the call. */
  blocked(): void;
}

/** For who asks something of a call that is over, or still waits for it then. */
export const tooLate = (): CancelledError =>
  new CancelledError('the call is over that the function or signal was an argument of');

/**
 * A future that a function of the caller's has answered. It goes on by the event loop; and while the thread blocks on a call, whoever
 * polls that polls this, too, be it another call's: the worker may run one within the other, and answer neither before both go on. It is the latest
 * one's to wake then, so the event loop looks again as soon as it turns.
 */
export class Driven extends Future<void> implements Owed {
  readonly #future: Future<unknown>;
  readonly #answer: (isValue: boolean, result: unknown) => void;
  readonly #over: (driven: Driven) => void;
  #host: Waker | null = null;
  #isScheduled = false;
  #isPolled = false;
  #isOver = false;

  /**
   * @param answer - called with what it comes to.
   * @param over - called when it has come to something, or was dropped: nobody need know of it any more.
   */
  constructor(
    future: Future<unknown>,
    answer: (isValue: boolean, result: unknown) => void,
    over: (driven: Driven) => void,
  ) {
    super();
    this.#future = future;
    this.#answer = answer;
    this.#over = over;
  }

  /** Has the event loop drive it. Answers false when it is over at once. */
  begin(): boolean {
    void promiseOf(this);
    return !this.#isOver;
  }

  override poll(cx: Context): Poll<void> {
    if (this.#isOver) return undefined;
    if (this.#isPolled) return PENDING; // it blocks on a call itself, which has all polled that there are
    if (cx.services.eventLoop) this.#host = cloneFrom(this.#host, cx.waker);
    else this.#lookLater();
    let value: unknown;
    this.#isPolled = true;
    try {
      value = this.#future.poll(cx);
    } catch (error) {
      this.#end(false, error);
      return undefined;
    } finally {
      this.#isPolled = false;
    }
    if (value === PENDING) return PENDING;
    this.#end(true, value);
    return undefined;
  }

  /** The call's line polls it then. */
  blocked(): void {}

  /** The call is over. Whoever has asked is told, and not left waiting; an error of dropping the future is nobody's, and so the host's. */
  override [Symbol.dispose](): void {
    if (this.#isOver) return;
    this.#end(false, tooLate());
    try {
      this.#future[Symbol.dispose]();
    } catch (error) {
      void Promise.reject(error);
    }
  }

  override toString(): string {
    return String(this.#future);
  }

  #end(isValue: boolean, result: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#over(this);
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
