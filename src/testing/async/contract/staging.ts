import type { Future } from '../../../core/future.js';
import type { FutureRule } from './rules.js';

/** A future, and the things that happen to what it waits for, in order. */
export interface Made<T> {
  readonly future: Future<T>;
  readonly steps: readonly (() => unknown)[];
}

/** How a run is set up. */
export interface Staging {
  /** Of the services. */
  readonly budget: number;
  /** Whether a waker that is woken outside of a poll polls at once, inside of the wake. */
  readonly eager: boolean;
  /** Rules that do not count. */
  readonly except: readonly FutureRule[];
  /** What the first run came to; undefined in that run. */
  readonly expected: PromiseSettledResult<unknown> | undefined;
}
