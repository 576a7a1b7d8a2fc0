import { ReveilleError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import type { WaitOptions } from '../time/wait-options.js';

/**
 * A thread died while it had the lock, so what the lock protects may be half changed. The lock was not taken.
 *
 * Who can put it right takes the lock all the same, by {@link PoisonError.lock}, and then clears the mark with the lock's
 * `clearPoison`.
 *
 * Corresponds to `std::sync::PoisonError`; `lock` to its `into_inner`.
 *
 * @typeParam G - the guard.
 *
 * @example
 * ```ts
 * import { Once, PoisonError } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using once = new Once();
 * assert.throws(() => once.callOnceBlocking(() => { throw new Error('half done'); }), /half done/);
 * assert.throws(() => once.callOnceBlocking(() => {}), PoisonError);
 * ```
 */
export class PoisonError<out G = unknown> extends ReveilleError {
  override name = 'PoisonError';
  readonly #lock: (options?: WaitOptions) => Future<G>;

  /**
   * @param message - what failed.
   * @param lock - takes it all the same.
   */
  constructor(message: string, lock: (options?: WaitOptions) => Future<G>) {
    super(message);
    this.#lock = lock;
  }

  /**
   * Takes the lock although it is poisoned. `blockOn` the answer on a thread that blocks.
   *
   * @param options - how long to wait.
   * @throws TypeError or RangeError when an option is wrong.
   */
  lock(options?: WaitOptions): Future<G> {
    return this.#lock(options);
  }
}

/**
 * A lock or a guard was used after it was dropped. In Rust the compiler refuses such a program.
 *
 * @example
 * ```ts
 * import { LockError, Mutex } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using mutex = new Mutex({ bytes: 1 });
 * const guard = mutex.lockBlocking();
 * guard[Symbol.dispose]();
 * assert.throws(() => guard.bytes, LockError);
 * ```
 */
export class LockError extends ReveilleError {
  override name = 'LockError';
}
