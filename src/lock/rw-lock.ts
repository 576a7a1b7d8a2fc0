import { Spin } from '../camp/spin.js';
import type { Future } from '../core/future.js';
import { store } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire } from './acquire.js';
import { POISON } from './layout.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { createWithMemory, memoryOf, openWithMemory, type WithMemory } from './memory.js';
import type { LockHandle } from './open.js';
import type { Post } from './post.js';
import type { ReadGuard } from './read-guard.js';
import { RwCore } from './rw-core.js';
import { SharedLock } from './shared-lock.js';
import type { WriteGuard } from './write-guard.js';

/**
 * How a reader-writer lock is made.
 *
 * @example
 * ```ts
 * import { RwLock, type RwLockOptions } from 'reveille/lock';
 *
 * const options: RwLockOptions = { bytes: 64, threads: 4 };
 * using lock = new RwLock(options);
 * using guard = lock.readBlocking();
 * console.log(guard.bytes.length); // 64
 * ```
 */
export interface RwLockOptions extends WithMemory {}

/**
 * Lets many read or one write what the program keeps in shared memory: in the lock's own `bytes`, or elsewhere.
 *
 * A writer claims the lock first, which keeps new readers out, and then waits for those that are there: writers don't starve.
 * Readers and writers wait in one row; the one that has waited longest is called, a reader that has got in calls the
 * next. Anybody may be faster, until one has lost four times: then nobody gets in who has not waited.
 *
 * A thread that dies while it writes poisons the lock, as with {@link Mutex}; one that dies while it reads does not.
 *
 * Corresponds to `std::sync::RwLock` and `tokio::sync::RwLock`.
 *
 * @example
 * ```ts
 * import { type ReadGuard, RwLock, type WriteGuard } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using lock = new RwLock({ bytes: 80 });
 * const pricesOf = ({ bytes }: ReadGuard | WriteGuard) => new Float64Array(bytes.buffer, bytes.byteOffset, 10);
 * {
 *   using guard = lock.writeBlocking();
 *   pricesOf(guard).fill(2.5);
 * }
 * using one = await lock.read();
 * using _two = await lock.read();
 * assert.equal(pricesOf(one).reduce((sum, price) => sum + price), 25);
 * assert.equal(lock.tryWrite(), undefined);
 * ```
 */
export class RwLock extends SharedLock {
  readonly #core: RwCore;
  readonly #spin = new Spin(LOOKS);

  /**
   * @param options - see {@link RwLockOptions}.
   * @throws TypeError or RangeError when an option is wrong; RangeError when there is no memory left; ReveilleError where
   * there is no shared memory.
   */
  constructor(options?: RwLockOptions);
  /** @internal */
  constructor(options: RwLockOptions, post: Post);
  constructor(options: RwLockOptions = {}, post: Post = createWithMemory('rwlk', options)) {
    super(post);
    this.#core = new RwCore(post, memoryOf(post));
  }

  /**
   * The lock that another thread shared, on this one.
   *
   * @param handle - what {@link RwLock.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): RwLock {
    return new RwLock({}, openWithMemory('rwlk', handle));
  }

  /**
   * Reads if nobody writes or waits for readers to go, and it is not the turn of somebody who waits.
   *
   * @returns the guard, or `undefined`.
   * @throws PoisonError when a thread died while it wrote; LockError when this object was dropped.
   */
  tryRead(): ReadGuard | undefined {
    return this.post.isOpen ? this.#core.tryRead() : undefined;
  }

  /**
   * Reads, together with others. Dropping the future gives up the place in the row.
   *
   * @param options - how long to wait.
   * @returns a future of the guard, which fails with PoisonError when a thread died while it wrote, and as
   * {@link WaitOptions} says.
   * @throws TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  read(options?: WaitOptions): Future<ReadGuard> {
    void this.post;
    return underOptions(options, () => new Acquire(this.#core.reading));
  }

  /**
   * Reads, and blocks the thread until it can.
   *
   * @param options - how long to wait.
   * @throws PoisonError when a thread died while it wrote; DeadlockError when this thread writes itself and there is no
   * time limit; TimeoutError and the signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread, when it would have to sleep;
   * TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  readBlocking(options?: WaitOptions): ReadGuard {
    const guard = options === undefined ? this.tryRead() : undefined;
    return guard ?? lockBlocking(this.#core.reading, this.#spin, options);
  }

  /**
   * Writes if nobody reads or writes, and it is not the turn of somebody who waits. (While it looks, somebody else's
   * try may find the lock claimed.)
   *
   * @returns the guard, or `undefined`.
   * @throws PoisonError when a thread died while it wrote; LockError when this object was dropped.
   */
  tryWrite(): WriteGuard | undefined {
    return this.post.isOpen ? this.#core.tryWrite() : undefined;
  }

  /**
   * Writes, alone. Dropping the future gives up the place in the row, or the claim.
   *
   * @param options - how long to wait.
   * @returns a future of the guard, which fails with PoisonError when a thread died while it wrote, and as
   * {@link WaitOptions} says.
   * @throws TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  write(options?: WaitOptions): Future<WriteGuard> {
    void this.post;
    return this.#core.write(false, options);
  }

  /**
   * Writes, and blocks the thread until it can.
   *
   * @param options - how long to wait.
   * @throws PoisonError when a thread died while it wrote; DeadlockError when only this thread reads or writes and there
   * is no time limit; TimeoutError and the signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread, when it would have
   * to sleep; TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  writeBlocking(options?: WaitOptions): WriteGuard {
    const guard = options === undefined ? this.tryWrite() : undefined;
    return guard ?? lockBlocking(this.#core.writing, this.#spin, options, () => this.#core.startWrite(false));
  }

  /** Whether a thread died while it wrote, and nobody has put things right since. */
  get isPoisoned(): boolean {
    void this.post;
    return this.#core.isPoisoned;
  }

  /** What the lock protects is in order again. To be called by one who writes. Corresponds to `RwLock::clear_poison`. */
  clearPoison(): void {
    store(this.post.words, POISON, 0);
  }
}
