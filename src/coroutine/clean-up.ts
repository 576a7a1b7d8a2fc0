import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';

/** The driver of a dropped coroutine. */
interface Dropped {
  /** Goes on with the `finally` blocks. */
  poll(cx: Context): unknown;
  /** Leaves the block that awaits, and goes on with those around it. */
  drop(): void;
}

/** What is left of a dropped coroutine: `finally` blocks that await. Dropping it leaves the one that awaits, too. */
export class CleanUp extends Future<void> {
  readonly #dropped: Dropped;
  readonly #name: string;
  #done = false;

  constructor(dropped: Dropped, name: string) {
    super();
    this.#dropped = dropped;
    this.#name = name;
  }

  override poll(cx: Context): Poll<void> {
    if (this.#done) throw new PollError(`${this}: it was awaited before, and ended or was dropped`);
    this.#done = true; // also when it fails
    const answer = this.#dropped.poll(cx) as Poll<void>;
    this.#done = answer !== PENDING;
    return answer;
  }

  override [Symbol.dispose](): void {
    if (this.#done) return;
    this.#done = true;
    this.#dropped.drop();
  }

  override toString(): string {
    return `clean-up of co ${this.#name}${this.#dropped}`;
  }
}
