import { Spin } from '../camp/spin.js';
import type { Future } from '../core/future.js';
import { store } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire } from './acquire.js';
import { POISON } from './layout.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { createWithMemory, memoryOf, openWithMemory, type WithMemory } from './memory.js';
import { MutexCore } from './mutex-core.js';
import type { MutexGuard } from './mutex-guard.js';
import type { LockHandle } from './open.js';
import type { Post } from './post.js';
import { SharedLock } from './shared-lock.js';

/**
 * How a mutex is made.
 *
 * @example
 * ```ts
 * import { Mutex, type MutexOptions } from 'reveille/lock';
 *
 * const options: MutexOptions = { bytes: 64, threads: 4 };
 * using mutex = new Mutex(options);
 * using guard = mutex.lockBlocking();
 * console.log(guard.bytes.length); // 64
 * ```
 */
export interface MutexOptions extends WithMemory {}

/**
 * Lets one at a time have something: of any number of threads, and of the tasks on each. It carries no value; what it protects
 * is what the program keeps in shared memory, in the mutex's own `bytes` or elsewhere.
 *
 * Whoever unlocks it calls the thread that has waited longest, and anybody may be faster, until one has lost four times:
 * then nobody gets the lock who has not waited. So it is fast, and nobody is passed over for ever.
 *
 * A thread that dies with the lock poisons it: locking fails with a {@link PoisonError} until somebody has put things
 * right. (An exception that drops the guard doesn't poison it, as a panic would in Rust.)
 *
 * Corresponds to `std::sync::Mutex` and `tokio::sync::Mutex`.
 *
 * @example
 * ```ts
 * import { Mutex } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 * import { isMainThread, Worker, workerData } from 'node:worker_threads';
 *
 * using mutex = isMainThread ? new Mutex({ bytes: 4 }) : Mutex.attach(workerData);
 * function count() {
 *   for (let n = 0; n < 1000; n += 1) {
 *     using guard = mutex.lockBlocking();
 *     const [sum] = new Int32Array(guard.bytes.buffer, guard.bytes.byteOffset, 1);
 *     new Int32Array(guard.bytes.buffer, guard.bytes.byteOffset, 1)[0] = sum! + 1;
 *   }
 * }
 * if (isMainThread) {
 *   const worker = new Worker(new URL(import.meta.url), { workerData: mutex.share() });
 *   count();
 *   await new Promise((resolve) => worker.on('exit', resolve));
 *   using guard = await mutex.lock(); // as well on an event loop
 *   assert.equal(new DataView(guard.bytes.buffer, guard.bytes.byteOffset).getInt32(0, true), 2000);
 * } else {
 *   count();
 * }
 * ```
 */
export class Mutex extends SharedLock {
  readonly #core: MutexCore;
  readonly #spin = new Spin(LOOKS);

  /**
   * @param options - see {@link MutexOptions}.
   * @throws TypeError or RangeError when an option is wrong; RangeError when there is no memory left; ReveilleError where
   * there is no shared memory.
   */
  constructor(options?: MutexOptions);
  /** @internal */
  constructor(options: MutexOptions, post: Post);
  constructor(options: MutexOptions = {}, post: Post = createWithMemory('mutx', options)) {
    super(post);
    this.#core = new MutexCore(post, memoryOf(post));
  }

  /**
   * The mutex that another thread shared, on this one. Attached again, it is the same place.
   *
   * @param handle - what {@link Mutex.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): Mutex {
    return new Mutex({}, openWithMemory('mutx', handle));
  }

  /**
   * Locks it if that is possible at once: it is free, and it is not the turn of somebody who waits.
   *
   * @returns the guard; `undefined` when somebody has it.
   * @throws PoisonError when a thread died while it had it; LockError when this object was dropped.
   */
  tryLock(): MutexGuard | undefined {
    const { isOpen } = this.post;
    return isOpen ? this.#core.take() : undefined;
  }

  /**
   * Locks it. Until the future has answered it has locked nothing; dropping it gives up the place in the row.
   *
   * @param options - how long to wait.
   * @returns a future of the guard, which fails with PoisonError when a thread died while it had the lock, and as
   * {@link WaitOptions} says.
   * @throws TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  lock(options?: WaitOptions): Future<MutexGuard> {
    void this.post;
    return underOptions(options, () => new Acquire(this.#core));
  }

  /**
   * Locks it, and blocks the thread meanwhile: it looks for some microseconds, and then it sleeps.
   *
   * @param options - how long to wait.
   * @returns the guard.
   * @throws PoisonError when a thread died while it had the lock; DeadlockError when this thread has it itself and there is no
   * time limit; TimeoutError and the signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread, when it would have
   * to sleep; TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  lockBlocking(options?: WaitOptions): MutexGuard {
    const guard = options === undefined ? this.tryLock() : undefined;
    return guard ?? lockBlocking(this.#core, this.#spin, options);
  }

  /** Whether a thread died while it had the lock, and nobody has put things right since; heard of when somebody locks it. */
  get isPoisoned(): boolean {
    void this.post;
    return this.#core.isPoisoned;
  }

  /** What the mutex protects is in order again. To be called with the lock. Corresponds to `Mutex::clear_poison`. */
  clearPoison(): void {
    store(this.post.words, POISON, 0);
  }
}
