import type { Context } from '../../core/context.js';
import { PollError } from '../../core/errors.js';
import { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import type { END } from '../../core/stream.js';

/** What results come from. */
interface Results<R> {
  /** The next one, for `waiter`. */
  pollNext(cx: Context, waiter: object): Poll<R | typeof END>;
  /** `waiter` does not wait any more. */
  rest(waiter: object): void;
  toString(): string;
}

/** The next result of a map. Dropping it leaves the result to the next one who asks. */
export class NextResult<R> extends Future<R | typeof END> {
  readonly #results: Results<R>;
  #done = false;

  constructor(results: Results<R>) {
    super();
    this.#results = results;
  }

  override poll(cx: Context): Poll<R | typeof END> {
    if (this.#done) throw new PollError(`${this}: was awaited before, and answered, failed or was dropped`);
    this.#done = true; // also when it fails
    const result = this.#results.pollNext(cx, this);
    this.#done = result !== PENDING;
    return result;
  }

  override [Symbol.dispose](): void {
    if (this.#done) return;
    this.#done = true;
    this.#results.rest(this);
  }

  override toString(): string {
    return `next result of ${this.#results}`;
  }
}
