import type { Stream } from '../../core/stream.js';

/**
 * The items of a generator on another thread, as its caller gets them: loop over it with `for await`, or ask it for its
 * `next()` item, by `yield*` or `blockOn`. It has begun when it is made, and runs a few items ahead of whoever takes them, no
 * more; leaving the loop, or dropping it, ends the generator where it stands.
 *
 * Corresponds to a `futures::Stream` of a channel's receiver whose sender is dropped with it.
 *
 * @typeParam T - the items.
 *
 * @example
 * ```ts
 * import { type CallStream, offload } from 'reveille/threads';
 *
 * const code = 'export async function* count(to) { for (let n = 0; n < to; n += 1) yield n; }';
 * using api = offload<{ count(to: number): AsyncGenerator<number> }>(new URL(`data:text/javascript,${code}`));
 * const numbers: CallStream<number> = api.count(3);
 * for await (const n of numbers) console.log(n); // 0, 1, 2
 * ```
 */
export interface CallStream<out T> extends Stream<T> {}
