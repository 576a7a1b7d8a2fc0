import type { Context } from '../core/context.js';
import { canBlock } from '../platform/index.js';

/** How a thread looks before it sleeps. */
export interface Looker {
  /** Whether it looks at all. */
  readonly looks: boolean;
  /**
   * Looks at word `at` until what is there is what is waited for, or word `other` is not 0, or it has looked for as long as it would
   * for a wake.
   */
  lookFor(words: Int32Array, at: number, isThere: (word: number) => boolean, other: number): void;
}

/** Who blocks its thread on one future only, which may look by itself for what it waits for. */
export interface Onlooker {
  readonly looker: Looker;
}

/**
 * How to look, if whoever polls does nothing else meanwhile: it blocks, and has lent its own waker. A branch of a `select` has another
 * one, and must not keep the others waiting.
 */
export function lookerOf({ waker, services }: Context): Looker | null {
  const onlooker: unknown = services;
  if (onlooker !== waker || !canBlock()) return null;
  const { looker } = onlooker as Partial<Onlooker>;
  return looker?.looks === true ? looker : null;
}
