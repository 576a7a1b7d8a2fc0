import { blockOn } from '../block-on/index.js';
import { checkFunction, describe } from '../core/check.js';
import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { CondvarWait } from './condvar-wait.js';
import { MutexGuard } from './mutex-guard.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Post } from './post.js';
import { SharedLock } from './shared-lock.js';

/**
 * Where those wait, without the lock, who need what another one has yet to bring about under it.
 *
 * A wait gives the mutex up and has it again when it is over; the guard stays the same object. It may end without a reason, so
 * look again at what is waited for, or use {@link Condvar.waitWhile}. (One call wakes all tasks of the thread that has waited
 * longest, so that it is not lost on one that is given up meanwhile.) A wait that is given up, by a time limit or
 * otherwise, does not lock the mutex again: the guard is good for nothing from then on.
 *
 * Corresponds to `std::sync::Condvar`.
 *
 * @example
 * ```ts
 * import { Executor, co } from 'reveille';
 * import { Condvar, Mutex } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using mutex = new Mutex({ bytes: 1 });
 * using isFull = new Condvar();
 * const executor = new Executor();
 * const eater = executor.spawn(co(function* () {
 *   using guard = yield* mutex.lock();
 *   yield* isFull.waitWhile(guard, () => guard.bytes[0] === 0);
 *   return guard.bytes[0];
 * }));
 * executor.spawn(co(function* () {
 *   using guard = yield* mutex.lock();
 *   guard.bytes[0] = 3;
 *   isFull.notifyOne();
 * }));
 * assert.equal(executor.runUntil(eater), 3);
 * ```
 */
export class Condvar extends SharedLock {
  /**
   * @param options - see {@link LockOptions}.
   * @throws TypeError or RangeError when an option is wrong; ReveilleError where there is no shared memory.
   */
  constructor(options?: LockOptions);
  /** @internal */
  constructor(options: LockOptions, post: Post);
  constructor(options: LockOptions = {}, post: Post = create('cond', options)) {
    super(post);
  }

  /**
   * The condition variable that another thread shared, on this one.
   *
   * @param handle - what {@link Condvar.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): Condvar {
    return new Condvar({}, open('cond', handle));
  }

  /**
   * Unlocks the mutex, waits for a notification, and locks it again. Nothing happens before the first poll.
   *
   * @param guard - of the mutex. Until the wait is over it can't be used.
   * @param options - how long to wait.
   * @returns a future that fails as {@link WaitOptions} says, and with LockError when the guard has not got the lock.
   * @throws TypeError when `guard` is none, or an option is wrong; RangeError when one is out of range; LockError when the
   * guard has not got the lock, or this object was dropped.
   */
  wait(guard: MutexGuard, options?: WaitOptions): Future<void> {
    checkGuard(guard);
    const { post } = this;
    return underOptions(options, () => new CondvarWait(post, guard));
  }

  /**
   * Waits as long as the condition holds; not at all if it does not. Corresponds to `Condvar::wait_while`.
   *
   * @param guard - of the mutex.
   * @param condition - looked at with the lock. What it throws the future fails with; the guard has the lock then.
   * @param options - how long to wait.
   * @returns as {@link Condvar.wait}.
   * @throws as {@link Condvar.wait}; TypeError when `condition` is not a function.
   */
  waitWhile(guard: MutexGuard, condition: () => boolean, options?: WaitOptions): Future<void> {
    checkGuard(guard);
    checkFunction('condition', condition);
    const { post } = this;
    return underOptions(options, () => new WaitWhile(condition, () => new CondvarWait(post, guard)));
  }

  /**
   * As {@link Condvar.wait}, and blocks the thread meanwhile.
   *
   * @param guard - of the mutex.
   * @param options - how long to wait.
   * @throws as the future of {@link Condvar.wait}, and as `blockOn`.
   */
  waitBlocking(guard: MutexGuard, options?: WaitOptions): void {
    blockOn(this.wait(guard, options));
  }

  /**
   * As {@link Condvar.waitWhile}, and blocks the thread meanwhile.
   *
   * @param guard - of the mutex.
   * @param condition - looked at with the lock.
   * @param options - how long to wait.
   * @throws as the future of {@link Condvar.waitWhile}, and as `blockOn`.
   */
  waitWhileBlocking(guard: MutexGuard, condition: () => boolean, options?: WaitOptions): void {
    blockOn(this.waitWhile(guard, condition, options));
  }

  /** Wakes one who waits, of the thread that has waited longest. @throws LockError when this object was dropped. */
  notifyOne(): void {
    this.post.call();
  }

  /** Wakes all who wait. @throws LockError when this object was dropped. */
  notifyAll(): void {
    this.post.callAll();
  }
}

/** One wait after the other. */
class WaitWhile extends Future<void> {
  #wait: Future<void> | null = null;
  #isOver = false;

  constructor(
    private readonly condition: () => boolean,
    private readonly start: () => Future<void>,
  ) {
    super();
  }

  override poll(cx: Context): Poll<void> {
    if (this.#isOver)
      throw new PollError('Condvar.waitWhile: it was awaited before, and answered, failed or was dropped');
    this.#isOver = true; // if it throws, too
    for (;;) {
      if (this.#wait === null) {
        if (!this.condition()) return undefined;
        this.#wait = this.start();
      }
      if (this.#wait.poll(cx) === PENDING) break;
      this.#wait = null;
    }
    this.#isOver = false;
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.#isOver = true;
    this.#wait?.[Symbol.dispose]();
    this.#wait = null;
  }

  override toString(): string {
    return 'Condvar.waitWhile';
  }
}

function checkGuard(guard: MutexGuard): void {
  if (!(guard instanceof MutexGuard)) throw new TypeError(`guard: expected a MutexGuard, got ${describe(guard)}`);
  guard.check('wait');
}
