import type { ExploreOptions } from 'reveille/testing';

/** Three threads and more: as far as it goes in so many milliseconds. */
const BOX = 2_000;
/** In the tests, where three threads are left out: two threads as well. */
const BRIEF_BOX = 300;

/**
 * Every interleaving of the atomic operations. For structures that touch shared memory by nothing else (parkers,
 * processors, signals, wake queues) that is all there is: being interrupted right after a write is being interrupted
 * before the next operation. And six looks, since an executor looks at its queue four times on its way to sleep.
 */
export const EVERY: ExploreOptions = { strategy: 'dpor', afterWrites: false, looks: 6 };

/** The same up to three preemptions, where every interleaving would take too long for a test. */
export const BOUND_3: ExploreOptions = { bound: 3, afterWrites: false };

/**
 * The same up to two: for locks, and for channels whose threads join a camp and take a seat while others are at work, some 150
 * steps in all. Three preemptions take minutes.
 */
export const BOUND_2: ExploreOptions = { bound: 2, afterWrites: false, looks: 6 };

/**
 * For the queues: every interleaving of the atomic operations. Where a push or pop waits for another one it looks at
 * three words in turn.
 */
export const EVERY_OF_QUEUE: ExploreOptions = { strategy: 'dpor', afterWrites: false };

/** And what is interrupted between a write and the plain code behind it, for their values are plain. */
export const AFTER_WRITES: ExploreOptions = { bound: 3 };

/** The same search, stopped after a while. */
export const boxed = (search: ExploreOptions): ExploreOptions => ({ ...search, timeBox: BOX });

/**
 * What the tests do of a search, so that all of them together are quick enough to be run often: as far as it goes in 300 ms,
 * which for most is to the end; and where it is one of three preemptions, the schedules of two, a tenth of them, for most
 * mistakes take no more. `npm run test:model` does the whole, and must come to its end before a change goes in, too.
 */
export function brief(search: ExploreOptions): ExploreOptions & { readonly timeBox: number } {
  const bounded = search.bound === 3 ? { ...search, bound: 2 } : search;
  return { ...bounded, timeBox: BRIEF_BOX };
}

/** Beside {@link EVERY}, for wakes that find a mark: the bell is looked at plainly then. */
export const LOOKED_AT_PLAINLY: ExploreOptions = { bound: 3, looks: 6 };

/** For programs that look at the length of memory more often than three times before they do anything else. */
export const looking = (search: ExploreOptions): ExploreOptions => ({ ...search, looks: 6 });

/** The strategy, with a `w` where threads are also interrupted between a write and the plain code behind it. */
export function nameOf({ strategy = 'depth-first', afterWrites = true }: ExploreOptions): string {
  return afterWrites ? `${strategy} w` : strategy;
}

/**
 * Beside {@link EVERY}, for channels: whether one is closed, and whose turn it is, is looked at plainly, and two orders that
 * differ in such a look are one to `dpor`.
 */
export const WITH_PLAIN_LOOKS: ExploreOptions = looking(BOUND_3);
