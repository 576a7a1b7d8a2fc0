import { checkFunction } from '../../core/check.js';
import type { Stream } from '../../core/stream.js';
import { checkMapOptions, type MapOptions } from './options.js';
import { mapSource } from './source.js';
import { MapStream } from './stream.js';

/**
 * Starts something for each item of a source, for so many items at a time, and streams the results.
 *
 * An item is taken from the source only when there is room for its result, which counts as under way until it is taken from
 * the stream. When a result is taken, the next item is started at once, so that what works elsewhere, such as the threads of a
 * pool, has work while the result is used.
 *
 * Corresponds to `StreamExt::buffered` and `buffer_unordered` of futures-rs.
 *
 * @typeParam T - what the items are.
 * @typeParam R - what the results are.
 * @param source - an iterable, an async iterable or a stream, read as results are taken; nothing is read before the first.
 * @param start - called with an item, its number, from 0, and a signal; answers a future of the result, or a promise, as async functions do. A
 * promise that is dropped runs on, unheard; the signal is aborted then, with a CancelledError: pass it on to `fetch` and the like.
 * @param options - how many at a time, and in which order; see {@link MapOptions}.
 * @returns a stream of the results. It fails with the first error of the source, of `start` or of a result, whichever item it
 * belongs to; then it has ended. Failing or being dropped, it drops the results that are under way, in order, and closes the
 * source: calls its `return`, or drops it, if it is a stream. What an async source's `return` promises is a clean-up like
 * others, which whoever drove the stream brings to its end. Used after it was dropped the stream throws PollError, and so do
 * waits that the drop finds. One `next` waits at a time: another one beside it throws PollError. Dropping the future of `next`
 * takes no result.
 * @throws TypeError when `source` is not iterable or `start` not a function, TypeError or RangeError when an option is wrong.
 * That `start` answered neither a future nor a promise is an error of the stream; so is the DeadlockError of a promise when
 * this thread is about to block on the stream.
 *
 * @example
 * ```ts
 * import { blockOn, co, END, sleep } from 'reveille';
 * import { mapBounded } from 'reveille/threads';
 *
 * const slowly = co.wrap(function* square(n: number) {
 *   yield* sleep(1);
 *   return n * n;
 * });
 * const sum = co(function* () {
 *   using squares = mapBounded([1, 2, 3, 4], slowly, { concurrency: 2 });
 *   let total = 0;
 *   for (let n = yield* squares.next(); n !== END; n = yield* squares.next()) total += n;
 *   return total;
 * });
 * console.log(blockOn(sum)); // 30
 * ```
 */
export function mapBounded<T, R>(
  source: Iterable<T> | AsyncIterable<T>,
  start: (item: T, index: number, signal: AbortSignal) => PromiseLike<R>,
  options: MapOptions,
): Stream<R>;
/** The same, for a `start` that answers now this and now that: the results are of all these kinds. */
export function mapBounded<T, A extends PromiseLike<unknown>>(
  source: Iterable<T> | AsyncIterable<T>,
  start: (item: T, index: number, signal: AbortSignal) => A,
  options: MapOptions,
): Stream<Awaited<A>>;
export function mapBounded<T, R>(
  source: Iterable<T> | AsyncIterable<T>,
  start: (item: T, index: number, signal: AbortSignal) => PromiseLike<R>,
  options: MapOptions,
): Stream<R> {
  const items = mapSource(source);
  checkFunction('start', start);
  return new MapStream(items, start, checkMapOptions(options));
}
