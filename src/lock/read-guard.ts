import { LockError } from './errors.js';
import type { RwCore } from './rw-core.js';

/**
 * Whoever reads under a {@link RwLock} has such a guard; dropping it lets writers in when it is the last one. It belongs to its thread.
 *
 * Corresponds to `std::sync::RwLockReadGuard`.
 *
 * @example
 * ```ts
 * import { RwLock, type ReadGuard } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using lock = new RwLock();
 * {
 *   using guard: ReadGuard = lock.readBlocking();
 *   assert.ok(guard !== undefined && lock.tryWrite() === undefined);
 * }
 * using other = lock.tryWrite();
 * assert.ok(other !== undefined);
 * ```
 */
export class ReadGuard implements Disposable {
  readonly #core: RwCore;
  #isDropped = false;

  /** @internal */
  constructor(core: RwCore) {
    this.#core = core;
    core.post.keep();
  }

  /**
   * Reads no more; the last reader lets a writer in.
   *
   * @throws LockError when it was dropped before.
   */
  [Symbol.dispose](): void {
    if (this.#isDropped) throw new LockError('drop: this guard was dropped');
    this.#isDropped = true;
    this.#core.endRead();
    this.#core.post.drop();
  }
}
