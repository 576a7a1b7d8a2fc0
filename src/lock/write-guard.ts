import { LockError } from './errors.js';
import type { RwCore } from './rw-core.js';

/**
 * Whoever writes under a {@link RwLock} has such a guard; dropping it lets others in. It belongs to its thread.
 *
 * Corresponds to `std::sync::RwLockWriteGuard`.
 *
 * @example
 * ```ts
 * import { RwLock, type WriteGuard } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using lock = new RwLock();
 * {
 *   using guard: WriteGuard = lock.writeBlocking();
 *   assert.ok(guard !== undefined && lock.tryRead() === undefined);
 * }
 * using other = lock.tryRead();
 * assert.ok(other !== undefined);
 * ```
 */
export class WriteGuard implements Disposable {
  readonly #core: RwCore;
  #isDropped = false;

  /** @internal */
  constructor(core: RwCore) {
    this.#core = core;
    core.post.keep();
  }

  /**
   * Writes no more, and calls who has waited longest.
   *
   * @throws LockError when it was dropped before.
   */
  [Symbol.dispose](): void {
    if (this.#isDropped) throw new LockError('drop: this guard was dropped');
    this.#isDropped = true;
    this.#core.endWrite();
    this.#core.post.drop();
  }
}
