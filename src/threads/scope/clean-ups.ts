import type { Context } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import { PENDING } from '../../core/poll.js';

/** What dropped futures of a child left to clean up: all is driven, side by side, and every failure is told. */
export class ChildCleanUps {
  readonly #left: Future<unknown>[] = [];
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  get areDone(): boolean {
    return this.#left.length === 0;
  }

  add(cleanUp: Future<unknown>): void {
    this.#left.push(cleanUp);
  }

  /** Polls all that is left, and what is added meanwhile. */
  advance(cx: Context): void {
    let kept = 0;
    for (let index = 0; index < this.#left.length; index += 1) {
      const cleanUp = this.#left[index] as Future<unknown>;
      if (this.#isPending(cleanUp, cx)) this.#left[kept++] = cleanUp;
    }
    this.#left.length = kept;
  }

  /** Drops all that is left, and what that leaves in turn. */
  drop(): void {
    for (let left = this.#left.pop(); left !== undefined; left = this.#left.pop()) this.dispose(left);
  }

  /** Drops a future. */
  dispose(future: Future<unknown>): void {
    try {
      future[Symbol.dispose]?.(); // a future of another make need not have one
    } catch (error) {
      this.#failed(error);
    }
  }

  toString(): string {
    return this.#left.join(', ');
  }

  #isPending(cleanUp: Future<unknown>, cx: Context): boolean {
    try {
      return cleanUp.poll(cx) === PENDING;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }
}
