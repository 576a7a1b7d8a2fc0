import { Spin } from '../camp/spin.js';
import { checkInteger } from '../core/check.js';
import { HandleError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { add, load } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire } from './acquire.js';
import { TOTAL } from './layout.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Permit } from './permit.js';
import type { Post } from './post.js';
import { SemaphoreCore } from './semaphore-core.js';
import { SharedLock } from './shared-lock.js';

/** Permits at most. */
const MOST = 2 ** 30;

/**
 * So many permits, which threads and their tasks have for a while: at most so many do something at the same time.
 *
 * Permits that are given back are there for anybody, and the thread that has waited longest is called, one that waits for many of
 * them, too; the others wait behind it. Once it has looked four times in vain nobody gets any who has not waited, so
 * nobody waits for ever, however many it asks for. The permits of a thread that dies are given back.
 *
 * Corresponds to `tokio::sync::Semaphore`.
 *
 * @example
 * ```ts
 * import { co, Executor, sleep } from 'reveille';
 * import { Semaphore } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using semaphore = new Semaphore(2);
 * let busy = 0;
 * let most = 0;
 * const executor = new Executor();
 * for (let n = 0; n < 10; n += 1) {
 *   executor.spawn(co(function* () {
 *     using _ = yield* semaphore.acquire();
 *     busy += 1;
 *     most = Math.max(most, busy);
 *     yield* sleep(1);
 *     busy -= 1;
 *   }));
 * }
 * executor.run();
 * assert.equal(most, 2);
 * ```
 */
export class Semaphore extends SharedLock {
  readonly #core: SemaphoreCore;
  readonly #spin = new Spin(LOOKS);

  /**
   * @param permits - how many there are at first: a whole number from 0 to 2^30.
   * @param options - see {@link LockOptions}.
   * @throws TypeError or RangeError when an argument is wrong; ReveilleError where there is no shared memory.
   */
  constructor(permits: number, options?: LockOptions);
  /** @internal */
  constructor(permits: number, options: LockOptions, post: Post);
  constructor(permits: number, options: LockOptions = {}, post: Post = made(permits, options)) {
    super(post);
    this.#core = new SemaphoreCore(post);
  }

  /**
   * The semaphore that another thread shared, on this one.
   *
   * @param handle - what {@link Semaphore.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): Semaphore {
    return new Semaphore(0, {}, open('sema', handle));
  }

  /** How many permits nobody has at the moment. */
  get available(): number {
    void this.post;
    return this.#core.available;
  }

  /**
   * Takes permits if so many are there, and it is not the turn of somebody who waits.
   *
   * @param permits - how many: a whole number from 1 to 2^30; 1 by default.
   * @returns the permit; `undefined` when there are too few.
   * @throws TypeError or RangeError when `permits` is no such number; LockError when this object was dropped.
   */
  tryAcquire(permits = 1): Permit | undefined {
    const { post } = this;
    checkInteger('permits', permits, 1, MOST);
    return post.isOpen ? this.#core.take(permits) : undefined;
  }

  /**
   * Takes permits, all at once. Until the future has answered it has taken none; dropping it gives up its place in the row.
   *
   * @param permits - how many: a whole number from 1 to 2^30; 1 by default.
   * @param options - how long to wait.
   * @returns a future of the permit, which fails as {@link WaitOptions} says.
   * @throws TypeError or RangeError when an argument is wrong; LockError when this object was dropped.
   */
  acquire(permits = 1, options?: WaitOptions): Future<Permit> {
    const wanted = this.#wanted(permits);
    return underOptions(options, () => new Acquire(wanted));
  }

  /**
   * Takes permits, all at once, and blocks the thread meanwhile.
   *
   * @param permits - how many: a whole number from 1 to 2^30; 1 by default.
   * @param options - how long to wait.
   * @returns the permit.
   * @throws DeadlockError when it has to wait, without a time limit, and was shared with no other thread; TimeoutError and the
   * signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread,
   * when it would have to sleep; TypeError or RangeError when an argument is wrong; LockError when this object was dropped.
   */
  acquireBlocking(permits = 1, options?: WaitOptions): Permit {
    const permit = options === undefined ? this.tryAcquire(permits) : undefined;
    return permit ?? lockBlocking(this.#wanted(permits), this.#spin, options);
  }

  /**
   * Adds permits, for good. Corresponds to `Semaphore::add_permits`.
   *
   * @param permits - how many: a whole number from 1 to 2^30; 1 by default.
   * @throws TypeError or RangeError when `permits` is no such number, or there would be more than 2^30; LockError when this
   * object was dropped; HandleError when its memory was overwritten.
   */
  release(permits = 1): void {
    const { post } = this;
    const total = load(post.words, TOTAL);
    if (total < 0 || total > MOST)
      throw new HandleError(`Semaphore.release: its memory was overwritten: it has ${total} permits`);
    checkInteger('permits', permits, 1, MOST - total);
    add(post.words, TOTAL, permits);
    post.call();
  }

  #wanted(permits: number) {
    void this.post;
    checkInteger('permits', permits, 1, MOST);
    return this.#core.wanted(permits);
  }
}

function made(permits: number, options: LockOptions): Post {
  checkInteger('permits', permits, 0, MOST);
  const post = create('sema', options);
  post.words[TOTAL] = permits;
  return post;
}
