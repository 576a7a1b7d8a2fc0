import type { Future } from './future.js';

/** How a thread looks for something before it sleeps. */
export interface Looker {
  /** Whether it looks at all. */
  readonly looks: boolean;
  /**
   * Looks at word `at` until what is there is what is waited for, or word `other` is not 0, for as long as it would look
   * for a wake.
   */
  lookFor(words: Int32Array, at: number, isThere: (word: number) => boolean, other: number): void;
}

/**
 * A future that can look by itself for what it waits for, or that waits for one future only. A branch of a `select` is never
 * asked: it would keep the others waiting.
 */
export interface Watchful {
  /** Looks, for its thread is about to sleep; wakes whoever polls when it was not in vain. No program's future has that name. */
  'reveille.watch'(looker: Looker): void;
}

/** A future that others drive, perhaps the host's event loop. */
export interface Hosted {
  /** Whether it is pending, and stays so while the thread blocks. No program's future has that name. */
  'reveille.needsEventLoop'(): boolean;
}

/** Lets a future look, if it can. */
export const watch = (future: (Future<unknown> & Partial<Watchful>) | null, looker: Looker): void =>
  future?.['reveille.watch']?.(looker);
