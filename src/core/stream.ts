import type { Context } from './context.js';
import { Future } from './future.js';
import { PENDING, type Poll } from './poll.js';

/**
 * What a stream answers when it has ended.
 *
 * Corresponds to the `None` of `futures::Stream::poll_next`. A symbol, since `undefined` may well be an item.
 *
 * @example
 * ```ts
 * import { blockOn, END, Stream } from 'reveille';
 *
 * class Empty extends Stream<never> {
 *   pollNext(): typeof END { return END; }
 * }
 * console.log(blockOn(new Empty().next()) === END); // true
 * ```
 */
export const END: unique symbol = Symbol('reveille.end');

/**
 * Many values, one after the other. Dropping it (`using`, or leaving a `for await` loop) cancels it.
 *
 * Corresponds to `futures::Stream`.
 *
 * @typeParam T - the type of the items.
 *
 * @example
 * ```ts
 * import { blockOn, co, END, type Poll, Stream } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * class Range extends Stream<number> {
 *   constructor(private at: number, private readonly to: number) { super(); }
 *   pollNext(): Poll<number | typeof END> { return this.at < this.to ? this.at++ : END; }
 * }
 * const sum = co(function* () {
 *   const range = new Range(0, 4);
 *   let total = 0;
 *   for (let n = yield* range.next(); n !== END; n = yield* range.next()) total += n;
 *   return total;
 * });
 * assert.equal(blockOn(sum), 6);
 * ```
 */
export abstract class Stream<out T> implements AsyncIterable<T>, Disposable {
  /**
   * The next item, {@link END}, or `PENDING` after having arranged a wake, as `Future.poll` does.
   *
   * @throws whatever producing the item failed with.
   */
  abstract pollNext(cx: Context): Poll<T | typeof END>;

  /** Drops the stream: cancels what it does and releases the wakers it keeps. */
  [Symbol.dispose](): void {}

  /** A future of the next item, or of {@link END}. Dropping it takes no item. */
  next(): Future<T | typeof END> {
    return new Next(this);
  }

  /** Makes `for await` work, on the host's event loop. Leaving the loop drops the stream. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        const item = await this.#boxed();
        if (item === END) return;
        yield item.value;
      }
    } finally {
      this[Symbol.dispose]();
    }
  }

  /** Boxed, or `await` would swallow an item that happens to have a `then`. */
  #boxed(): Future<{ value: T } | typeof END> {
    return new Boxed(this);
  }

  /** What an error says is being awaited. */
  toString(): string {
    return this.constructor.name || 'Stream';
  }
}

class Next<T> extends Future<T | typeof END> {
  constructor(private readonly stream: Stream<T>) {
    super();
  }
  override poll(cx: Context): Poll<T | typeof END> {
    return this.stream.pollNext(cx);
  }
  override toString(): string {
    return `next item of ${this.stream}`;
  }
}

class Boxed<T> extends Future<{ value: T } | typeof END> {
  constructor(private readonly stream: Stream<T>) {
    super();
  }
  override poll(cx: Context): Poll<{ value: T } | typeof END> {
    const item: T | typeof END | typeof PENDING = this.stream.pollNext(cx);
    return item === PENDING ? PENDING : item === END ? END : { value: item as T };
  }
}
