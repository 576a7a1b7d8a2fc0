import type { Context } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { type Looker, type Watchful, watch } from '../../core/watch.js';
import { underOptions, type WaitOptions } from '../../time/wait-options.js';
import type { Call } from './call.js';
import { CallItems } from './call-items.js';
import { Promising } from './promising.js';

/**
 * A call with a time limit or a signal. As a stream, the limit is of each wait for an item. When it is over, the call is
 * cancelled.
 */
export class LimitedCall extends Promising<unknown> implements Watchful {
  readonly #call: Call<unknown>;
  readonly #options: WaitOptions;
  readonly #whole: Future<unknown>;
  #next: Future<unknown> | null = null;

  constructor(call: Call<unknown>, options: WaitOptions) {
    super();
    this.#call = call;
    this.#options = options;
    this.#whole = underOptions(options, () => call);
  }

  override poll(cx: Context): Poll<unknown> {
    return this.#whole.poll(cx);
  }

  override [Symbol.dispose](): void {
    this.#next?.[Symbol.dispose]();
    this.#whole[Symbol.dispose]();
  }

  'reveille.watch'(looker: Looker): void {
    watch(this.#whole, looker);
  }

  override toString(): string {
    return String(this.#whole);
  }

  /** @internal */
  pollNext(cx: Context): Poll<unknown> {
    this.#next ??= underOptions(this.#options, () => this.#call.next());
    let item: unknown;
    try {
      item = this.#next.poll(cx);
    } catch (error) {
      this.#next = null;
      this[Symbol.dispose]();
      throw error;
    }
    if (item !== PENDING) this.#next = null;
    return item;
  }

  /** @internal */
  next(): Future<unknown> {
    return new CallItems(this).next();
  }

  /** @internal */
  [Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    return new CallItems(this)[Symbol.asyncIterator]();
  }
}
