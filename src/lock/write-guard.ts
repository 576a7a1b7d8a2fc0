import type { RwCore } from './rw-core.js';
import { RwGuard } from './rw-guard.js';

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
export class WriteGuard extends RwGuard {
  /** @internal */
  protected override end(core: RwCore): void {
    core.endWrite();
  }
}
