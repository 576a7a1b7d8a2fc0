import { LockError } from './errors.js';
import type { MutexCore } from './mutex-core.js';

/** Has the lock; has lent it to a condition variable, which gives it back; has not got it back; is over. */
type State = 'held' | 'lent' | 'lost' | 'dropped';

/**
 * Whoever has a {@link Mutex} has its guard; dropping it unlocks the mutex. It belongs to its thread: it can't be posted.
 *
 * A guard that is not dropped keeps the lock until its thread ends. Dropping one because of an exception poisons nothing.
 *
 * Corresponds to `std::sync::MutexGuard`.
 *
 * @example
 * ```ts
 * import { Mutex, type MutexGuard } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using mutex = new Mutex({ bytes: 4 });
 * {
 *   using guard: MutexGuard = mutex.lockBlocking();
 *   guard.bytes[0] = 7;
 *   assert.equal(mutex.tryLock(), undefined);
 * }
 * using again = mutex.lockBlocking();
 * assert.equal(again.bytes[0], 7);
 * ```
 */
export class MutexGuard implements Disposable {
  /** @internal */
  readonly core: MutexCore;
  #state: State = 'held';

  /** @internal */
  constructor(core: MutexCore) {
    this.core = core;
    core.post.keep();
  }

  /**
   * The memory that was allocated with the mutex, on all threads the same. A view that is kept longer than the guard is
   * protected by nothing.
   *
   * @throws LockError when the guard was dropped, or waits at a condition variable.
   */
  get bytes(): Uint8Array {
    this.check('bytes');
    return this.core.bytes;
  }

  /**
   * Unlocks the mutex and calls who has waited longest. After a wait at a condition variable that was given up there is
   * nothing to unlock. Dropping it twice does nothing: a `using` block may have dropped it early.
   *
   * @throws LockError when it waits at a condition variable.
   */
  [Symbol.dispose](): void {
    if (this.#state === 'dropped') return;
    if (this.#state !== 'lost') this.check('drop');
    const { core } = this;
    const isHeld = this.#state === 'held';
    this.#state = 'dropped';
    if (isHeld) core.release();
    core.post.drop();
  }

  /** @internal @throws LockError when it has not got the lock. */
  check(verb: string): void {
    if (this.#state === 'held') return;
    const why = {
      dropped: 'was dropped',
      lent: 'waits at a condition variable',
      lost: 'lost the lock in a wait that was given up',
    };
    throw new LockError(`${verb}: this guard ${why[this.#state]}`);
  }

  /** @internal Unlocks the mutex for a while. */
  lend(): void {
    this.#state = 'lent';
    this.core.release();
  }

  /** @internal Has it again, or not. */
  regain(has: boolean): void {
    this.#state = has ? 'held' : 'lost';
  }
}
