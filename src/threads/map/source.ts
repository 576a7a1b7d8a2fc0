import { describe } from '../../core/check.js';
import type { Context } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { END, type Stream } from '../../core/stream.js';
import { fromPromise } from '../../futures/from-promise.js';
import { isFuture, isThenable } from '../scope/body.js';

/** Where the items of a map come from. */
export interface MapSource<out T> {
  /** The next item, END, or PENDING; it is not asked again after END or an error. */
  poll(cx: Context): Poll<T | typeof END>;
  /** Ends it early. Answers what it does then, if that takes time. */
  close(): PromiseLike<unknown> | undefined;
  toString(): string;
}

/** @throws TypeError naming what can't be iterated, or is a single future. */
export function mapSource<T>(source: Iterable<T> | AsyncIterable<T>, name = 'source'): MapSource<T> {
  const { pollNext } = (source ?? {}) as Partial<Stream<T>>;
  if (typeof pollNext === 'function') return new StreamSource(source as Stream<T>);
  const methods = (source ?? {}) as Partial<Iterable<T> & AsyncIterable<T>>;
  if (typeof methods[Symbol.asyncIterator] === 'function') return new AsyncSource(source as AsyncIterable<T>);
  // A future is iterable, for `yield*`; walking it would poll it.
  if (typeof methods[Symbol.iterator] === 'function' && !isFuture(source)) return new ItemSource(source as Iterable<T>);
  throw new TypeError(`${name}: expected an iterable, an async iterable or a stream, got ${describe(source)}`);
}

class ItemSource<T> implements MapSource<T> {
  readonly #items: Iterable<T>;
  #iterator: Iterator<T> | undefined;

  constructor(items: Iterable<T>) {
    this.#items = items;
  }

  poll(): T | typeof END {
    this.#iterator ??= this.#items[Symbol.iterator]();
    const { done, value } = resultOf(this.#iterator.next());
    return done ? END : value;
  }

  close(): undefined {
    this.#iterator?.return?.();
  }

  toString(): string {
    return 'an iterable';
  }
}

class AsyncSource<T> implements MapSource<T> {
  readonly #items: AsyncIterable<T>;
  #iterator: AsyncIterator<T> | undefined;
  /** The answer to the call of `next` that is under way. */
  #next: Future<IteratorResult<T>> | undefined;

  constructor(items: AsyncIterable<T>) {
    this.#items = items;
  }

  poll(cx: Context): Poll<T | typeof END> {
    this.#iterator ??= this.#items[Symbol.asyncIterator]();
    this.#next ??= fromPromise(Promise.resolve(this.#iterator.next()));
    const result = this.#next.poll(cx);
    if (result === PENDING) return PENDING;
    this.#next = undefined;
    return resultOf(result).done ? END : result.value;
  }

  close(): PromiseLike<unknown> | undefined {
    this.#next?.[Symbol.dispose]();
    const closing: unknown = this.#iterator?.return?.();
    return isThenable(closing) ? closing : undefined;
  }

  toString(): string {
    return String(this.#next ?? 'an async iterable');
  }
}

class StreamSource<T> implements MapSource<T> {
  readonly #stream: Stream<T>;

  constructor(stream: Stream<T>) {
    this.#stream = stream;
  }

  poll(cx: Context): Poll<T | typeof END> {
    return this.#stream.pollNext(cx);
  }

  close(): undefined {
    this.#stream[Symbol.dispose]();
  }

  toString(): string {
    return String(this.#stream);
  }
}

/** @throws TypeError when an iterator answers no object, as `for ... of` does: its `done` would be missing for ever. */
function resultOf<R>(result: R): R {
  if (typeof result === 'object' && result !== null) return result;
  throw new TypeError(`next: expected an iterator to answer an object, got ${describe(result)}`);
}
