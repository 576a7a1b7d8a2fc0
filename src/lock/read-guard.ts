import type { RwCore } from './rw-core.js';
import { RwGuard } from './rw-guard.js';

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
export class ReadGuard extends RwGuard {
  /** @internal */
  protected override end(core: RwCore): void {
    core.endRead();
  }
}
