import { Spin } from '../camp/spin.js';
import type { Future } from '../core/future.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire } from './acquire.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { Notices, WantedNotice } from './notices.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Post } from './post.js';
import { SharedLock } from './shared-lock.js';

/**
 * Tells threads and their tasks that something has happened, without saying what: that they may look at what is shared.
 *
 * A notification wakes the one that has waited longest. If nobody waits, it is kept for the next one who would; but one
 * only, however often it is given. So whoever looks, finds nothing, and then waits misses nothing that happens in between. What came
 * for one that is dropped, or whose thread has died, goes to another one.
 *
 * Corresponds to `tokio::sync::Notify`.
 *
 * @example
 * ```ts
 * import { Notify } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 * import { isMainThread, Worker, workerData } from 'node:worker_threads';
 *
 * if (isMainThread) {
 *   const words = new Int32Array(new SharedArrayBuffer(4));
 *   using news = new Notify();
 *   new Worker(new URL(import.meta.url), { workerData: { words, handle: news.share() } });
 *   while (words[0] === 0) news.notifiedBlocking();
 *   assert.equal(words[0], 42);
 * } else {
 *   const { words, handle } = workerData;
 *   words[0] = 42;
 *   Notify.attach(handle).notifyOne();
 * }
 * ```
 */
export class Notify extends SharedLock {
  readonly #notices: Notices;
  readonly #spin = new Spin(LOOKS);

  /**
   * @param options - see {@link LockOptions}.
   * @throws TypeError or RangeError when an option is wrong; ReveilleError where there is no shared memory.
   */
  constructor(options?: LockOptions);
  /** @internal */
  constructor(options: LockOptions, post: Post);
  constructor(options: LockOptions = {}, post: Post = create('noti', options)) {
    super(post);
    this.#notices = new Notices(post);
  }

  /**
   * The same, as another thread shared it, on this one.
   *
   * @param handle - what {@link Notify.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): Notify {
    return new Notify({}, open('noti', handle));
  }

  /** Notifies one who waits, of the thread that has waited longest, or the next one who would. @throws LockError when this object was dropped. */
  notifyOne(): void {
    void this.post;
    this.#notices.add();
  }

  /**
   * Notifies all who wait, and those whose future was made before this. It keeps nothing for others.
   *
   * @throws LockError when this object was dropped.
   */
  notifyWaiters(): void {
    void this.post;
    this.#notices.addForAll();
  }

  /**
   * Takes the notification that was kept, if there is one, and nobody has waited for it in vain.
   *
   * @returns whether there was one.
   * @throws LockError when this object was dropped.
   */
  tryNotified(): boolean {
    return this.post.isOpen && this.#notices.take();
  }

  /**
   * Waits for a notification. It waits in the row from its first poll on; until it has answered it has taken nothing, and
   * dropping it leaves what came for it to others.
   *
   * @param options - how long to wait.
   * @returns a future that fails as {@link WaitOptions} says.
   * @throws TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  notified(options?: WaitOptions): Future<void> {
    const wanted = this.#wanted();
    return underOptions(options, () => new Acquire(wanted)) as Future<unknown> as Future<void>;
  }

  /**
   * Waits for a notification, and blocks the thread meanwhile.
   *
   * @param options - how long to wait.
   * @throws DeadlockError when it has to wait, without a time limit, and was shared with no other thread; TimeoutError and the
   * signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread,
   * when it would have to sleep; TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  notifiedBlocking(options?: WaitOptions): void {
    lockBlocking(this.#wanted(), this.#spin, options);
  }

  #wanted(): WantedNotice {
    void this.post;
    return new WantedNotice(this.#notices);
  }
}
