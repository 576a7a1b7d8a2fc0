import { macrotask, OnEventLoop } from './awaiter.js';
import { type Context, HOST_SERVICES } from './context.js';
import { PollError } from './errors.js';
import { Future } from './future.js';
import { PENDING, type Poll } from './poll.js';
import { standIn } from './stand-in.js';

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

  /**
   * Makes `for await` work, on the host's event loop. Leaving the loop drops the stream.
   *
   * Items that are there are handed out one after the other; after each 128 of them the event loop turns once, or a stream that never
   * runs dry would starve timers and input.
   *
   * A stream has one waiter. Two loops that wait for the same one both fail with a PollError; but loops over a `Receiver` may be as many
   * as you like.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    const stream = this['reveille.looped']();
    const loop = new Loop(stream);
    try {
      for (;;) {
        const now = loop.next();
        const item = now === PENDING ? await loop.later() : now;
        if (item === END) return;
        if (loop.countsAsLong()) await turn();
        yield now === PENDING ? (item as Box<T>).value : (item as T);
      }
    } finally {
      stream[Symbol.dispose]();
    }
  }

  /**
   * What a `for await` loop over this stream goes over, and drops.
   *
   * @internal
   */
  protected 'reveille.looped'(): Stream<T> {
    return this;
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

/** What a promise answers without swallowing an item that happens to have a `then`. */
interface Box<T> {
  readonly value: T;
}

/** Whose poll was the last that a stream was pending for. */
const lastLoops = /* @__PURE__ */ new WeakMap<Stream<unknown>, Pick<Loop<unknown>, 'isDone' | 'fail'>>();

/** A `for await` loop: polls the stream for one item after the other. (A future of each, and a promise of it, would take five times as long.) */
class Loop<T> extends OnEventLoop {
  readonly #stream: Stream<T>;
  #isWaiting = false;
  #resolve: ((item: Box<T> | typeof END) => void) | null = null;
  #reject: ((error: unknown) => void) | null = null;
  /** How many items may yet be handed out before the event loop turns. */
  #left = HOST_SERVICES.budget;

  constructor(stream: Stream<T>) {
    super();
    this.#stream = stream;
  }

  override get isDone(): boolean {
    return !this.#isWaiting;
  }

  /** One item more without having had to wait; answers whether that is enough for now. */
  countsAsLong(): boolean {
    this.#left -= 1;
    if (this.#left > 0 || standIn.on !== undefined) return false;
    this.#left = HOST_SERVICES.budget;
    return true;
  }

  /** The next item, if it is there; `PENDING` when it is to be waited for. */
  next(): Poll<T | typeof END> {
    this.#isWaiting = true; // a wake during the poll counts
    let item: Poll<T | typeof END> = END;
    try {
      item = this.#stream.pollNext(this);
    } finally {
      if (item !== PENDING) this.#isWaiting = false;
    }
    if (item === PENDING) standIn.on?.awaits?.suspended(this);
    else standIn.on?.awaits?.settled();
    return item;
  }

  /** The item that was pending. */
  later(): Promise<Box<T> | typeof END> {
    this.#left = HOST_SERVICES.budget;
    const other = lastLoops.get(this.#stream);
    lastLoops.set(this.#stream, this);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      if (other === undefined || other === this || other.isDone) return;
      other.fail();
      this.fail();
    });
  }

  /** Another loop waits, too: the stream wakes one of them, and whichever fails drops it. */
  fail(): void {
    this.#isWaiting = false;
    this.#reject?.(new PollError(`${this}: two for await loops wait for it`));
  }

  protected override go(): void {
    try {
      const item = this.next();
      if (item !== PENDING) this.#resolve?.(item === END ? END : { value: item as T });
    } catch (error) {
      this.#reject?.(error);
    }
  }

  override toString(): string {
    return `next item of ${this.#stream}`;
  }
}

/** A turn of the event loop. */
const turn = (): Promise<void> => new Promise(macrotask);
