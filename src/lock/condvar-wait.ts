import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { Acquire } from './acquire.js';
import type { MutexGuard } from './mutex-guard.js';
import type { Post } from './post.js';
import type { Waiter } from './waiter.js';

/**
 * Waits at a condition variable: stands in the row, then unlocks the mutex, and when it was called locks it again. A
 * call that comes after the unlocking finds it in the row.
 */
export class CondvarWait extends Future<void> {
  readonly #post: Post;
  readonly #guard: MutexGuard;
  // new --> waits --> locks --> done
  #state: 'new' | 'waits' | 'locks' | 'done' = 'new';
  #waiter: Waiter | null = null;
  readonly #lock: Acquire<true>;

  constructor(post: Post, guard: MutexGuard) {
    super();
    this.#post = post;
    this.#guard = guard;
    this.#lock = new Acquire(guard.core.again(() => true as const));
  }

  override poll(cx: Context): Poll<void> {
    if (this.#state === 'done') {
      throw new PollError('Condvar.wait: it was awaited before, and answered, failed or was dropped');
    }
    if (this.#state === 'new') return this.#begin(cx);
    if (this.#state === 'waits' && !this.#wasCalled(cx)) return PENDING;
    if (this.#lock.poll(cx) === PENDING) return PENDING;
    this.#state = 'done';
    this.#guard.regain(true);
    return undefined;
  }

  override [Symbol.dispose](): void {
    const state = this.#state;
    this.#state = 'done';
    if (state === 'new' || state === 'done') return;
    const hasHeard = state === 'locks' || this.#waiter?.isAsleep === false;
    const wasCalled = this.#leave() || hasHeard;
    this.#lock[Symbol.dispose]();
    this.#guard.regain(false);
    if (wasCalled) this.#post.call(); // the call was for somebody who goes on
  }

  override toString(): string {
    return 'Condvar.wait';
  }

  #begin(cx: Context): Poll<void> {
    this.#guard.check('wait');
    this.#post.check('Condvar.wait');
    this.#waiter = this.#post.line.join(cx);
    this.#post.hold(cx, !this.#post.isShared);
    this.#state = 'waits';
    // SYNC: after the enlisting: whoever gets the lock from here, and changes what is waited for, finds this thread in the row.
    this.#guard.lend();
    return PENDING;
  }

  #wasCalled(cx: Context): boolean {
    const waiter = this.#waiter as Waiter;
    if (waiter.isAsleep) {
      this.#post.line.sleep(waiter, cx); // polled for another reason
      this.#post.hold(cx, !this.#post.isShared);
      return false;
    }
    this.#leave();
    this.#state = 'locks';
    return true;
  }

  /** Answers whether a call came that nobody here is left for. */
  #leave(): boolean {
    const wasCalled = this.#waiter !== null && this.#post.line.leave(this.#waiter);
    this.#waiter = null;
    this.#post.rest();
    return wasCalled;
  }
}
