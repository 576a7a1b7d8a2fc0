import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';

/**
 * What an aborted task still has to do: the clean-ups that its future handed over when it was dropped, side by side. The
 * first failure is the task's; the others run on all the same.
 */
export class CleanUps extends Future<void> {
  #left: Future<unknown>[] = [];
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

  override poll(cx: Context): Poll<void> {
    this.#left = this.#left.filter((cleanUp) => this.#pending(cleanUp, cx));
    if (this.#left.length > 0) return PENDING;
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
