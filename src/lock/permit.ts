import { LockError } from './errors.js';
import type { SemaphoreCore } from './semaphore-core.js';

/**
 * Permits of a {@link Semaphore} that somebody has; dropping it gives them back. It belongs to its thread, and if that ends
 * they are given back, too.
 *
 * Corresponds to `tokio::sync::SemaphorePermit`.
 *
 * @example
 * ```ts
 * import { type Permit, Semaphore } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using semaphore = new Semaphore(3);
 * {
 *   using permit: Permit = semaphore.acquireBlocking(2);
 *   assert.equal(permit.permits, 2);
 *   assert.equal(semaphore.available, 1);
 * }
 * assert.equal(semaphore.available, 3);
 * ```
 */
export class Permit implements Disposable {
  /** How many permits. */
  readonly permits: number;
  readonly #core: SemaphoreCore;
  #state: 'held' | 'forgotten' | 'dropped' = 'held';

  /** @internal */
  constructor(core: SemaphoreCore, permits: number) {
    this.#core = core;
    this.permits = permits;
    core.post.keep();
  }

  /**
   * Gives the permits up without giving them back: the semaphore has so many less from now on.
   *
   * @throws LockError when it was dropped or forgotten before.
   */
  forget(): void {
    this.#check('forget');
    this.#state = 'forgotten';
    this.#core.forget(this.permits);
    this.#core.post.drop();
  }

  /**
   * Gives the permits back, and calls who has waited longest. After {@link Permit.forget}, or when it was dropped before, there is nothing to
   * give back.
   */
  [Symbol.dispose](): void {
    const isHeld = this.#state === 'held';
    this.#state = 'dropped';
    if (!isHeld) return;
    this.#core.giveBack(this.permits);
    this.#core.post.drop();
  }

  #check(verb: string): void {
    if (this.#state !== 'held') throw new LockError(`${verb}: this permit was ${this.#state}`);
  }
}
