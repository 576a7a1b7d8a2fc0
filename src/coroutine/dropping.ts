import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import type { Poll } from '../core/poll.js';

/** What a dropped coroutine offers to whoever finishes it. */
interface Dropped extends Disposable {
  /** Goes on with its `finally` blocks. */
  cleanUp(cx: Context): unknown;
}

/** What is left of a dropped coroutine: `finally` blocks that await, and the first error that one of them threw. */
export class Dropping extends Future<void> {
  #failures: unknown[] = [];

  constructor(private readonly coroutine: Dropped) {
    super();
  }

  note(failure: unknown): void {
    this.#failures.push(failure);
  }

  answer(): void {
    if (this.#failures.length === 1) throw this.#failures[0];
    if (this.#failures.length > 1) throw new AggregateError(this.#failures, `${this}: several finally blocks failed`);
  }

  override poll(cx: Context): Poll<void> {
    return this.coroutine.cleanUp(cx) as Poll<void>;
  }

  override [Symbol.dispose](): void {
    this.coroutine[Symbol.dispose]();
  }

  override toString(): string {
    return `clean-up of ${this.coroutine}`;
  }
}
