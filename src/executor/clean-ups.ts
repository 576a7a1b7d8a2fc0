import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';

/**
 * What is left of futures that were dropped, by a task that is aborted or in a thread that blocks: the clean-ups that
 * they handed over, side by side. The first failure is theirs; the others run on all the same.
 */
export class CleanUps extends Future<void> {
  readonly #left: Future<unknown>[] = [];
  #failures: unknown[] = [];

  get isEmpty(): boolean {
    return this.#left.length === 0;
  }

  add(cleanUp: Future<unknown>): void {
    this.#left.push(cleanUp);
  }

  /** An error that the drop itself threw. */
  note(failure: unknown): void {
    this.#failures.push(failure);
  }

  /** @throws the first failure. */
  raise(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  /** Polls all that is left, and what is added meanwhile. */
  advance(cx: Context): void {
    let kept = 0;
    for (let index = 0; index < this.#left.length; index += 1) {
      const cleanUp = this.#left[index] as Future<unknown>;
      if (this.#pending(cleanUp, cx)) this.#left[kept++] = cleanUp;
    }
    this.#left.length = kept;
  }

  override poll(cx: Context): Poll<void> {
    this.advance(cx);
    if (!this.isEmpty) return PENDING;
    this.raise();
    return undefined;
  }

  override [Symbol.dispose](): void {
    for (const cleanUp of this.#left.splice(0)) cleanUp[Symbol.dispose]();
  }

  override toString(): string {
    return this.#left.join(', ');
  }

  #pending(cleanUp: Future<unknown>, cx: Context): boolean {
    try {
      return cleanUp.poll(cx) === PENDING;
    } catch (failure) {
      this.note(failure);
      return false;
    }
  }
}
