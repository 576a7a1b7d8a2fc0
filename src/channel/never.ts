import type { Source } from './flavour.js';
import { NeverFlavour } from './flavours/never.js';
import { Receiver } from './receiver.js';

/**
 * A receiver of nothing: what a `select` waits on in place of a channel that it has no use for now.
 *
 * Corresponds to `crossbeam_channel::never`.
 *
 * @typeParam T - the type of the values that never come.
 * @returns a receiver whose `recv` waits for ever, unless it is closed. Blocking on it alone is a DeadlockError.
 *
 * @example
 * ```ts
 * import { blockOn, select } from 'reveille';
 * import { after, never, type Receiver } from 'reveille/channel';
 *
 * function firstOf(ms: number | undefined): string {
 *   const limit: Receiver<number> = ms === undefined ? never() : after(ms);
 *   return blockOn(select({ limit: limit.recv(), other: after(20).recv() })).key;
 * }
 * console.log(firstOf(1), firstOf(undefined)); // limit other
 * ```
 */
export function never<T = never>(): Receiver<T> {
  return new Receiver(new NeverFlavour() as Source<unknown> as Source<never>);
}
