import type { Future } from '../../core/future.js';
import type { Child } from './child.js';

/** What a child belongs to. */
export interface Parent {
  /** The child failed, or a clean-up of it did. */
  failed(error: unknown): void;
  /** The child is over, clean-ups included. */
  ended(child: Child): void;
  /** A future that was dropped after the child that had polled it was over has left this to clean up. */
  adopt(cleanUp: Future<unknown>): void;
}

/** What is to be done: a future or a promise, or a function that begins it when the child is first polled. */
export type Work = PromiseLike<unknown> | ((child: Child) => PromiseLike<unknown>);
