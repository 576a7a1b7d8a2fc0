import type { Context } from '../../core/context.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';

/** A future that a function has answered which a thread was asked for while it blocks: it goes on beside the call that asks. */
export class Driven extends Future<void> {
  readonly #future: Future<unknown>;
  readonly #isWanted: () => boolean;
  readonly #answer: (isValue: boolean, result: unknown) => void;

  /**
   * @param isWanted - whether anybody waits for the answer yet; otherwise it is dropped.
   * @param answer - called with what it comes to.
   */
  constructor(future: Future<unknown>, isWanted: () => boolean, answer: (isValue: boolean, result: unknown) => void) {
    super();
    this.#future = future;
    this.#isWanted = isWanted;
    this.#answer = answer;
  }

  override poll(cx: Context): Poll<void> {
    if (!this.#isWanted()) {
      this[Symbol.dispose]();
      return undefined;
    }
    let value: unknown;
    try {
      value = this.#future.poll(cx);
    } catch (error) {
      this.#answer(false, error);
      return undefined;
    }
    if (value === PENDING) return PENDING;
    this.#answer(true, value);
    return undefined;
  }

  override [Symbol.dispose](): void {
    this.#future[Symbol.dispose]();
  }

  override toString(): string {
    return String(this.#future);
  }
}
