import { isThere } from '../camp/fellow-word.js';
import { Spin } from '../camp/spin.js';
import { checkFunction, describe } from '../core/check.js';
import type { Future } from '../core/future.js';
import { compareExchange, load, store } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, type Wanted } from './acquire.js';
import { PoisonError } from './errors.js';
import { POISON, STATE } from './layout.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Post } from './post.js';
import { SharedLock } from './shared-lock.js';

/** It was called, and is through. Otherwise the state is the word of the thread that calls it, or 0. */
const DONE = -1;

/**
 * Does something once, on whichever thread comes first; the others wait until it is done. What it did they find in shared
 * memory.
 *
 * If it throws, or its thread dies, it is poisoned: all later calls fail with a {@link PoisonError}, whose `lock` calls the
 * function all the same, and unless that throws, too, everything is in order again.
 *
 * Corresponds to `std::sync::Once`; `PoisonError.lock` to `call_once_force`.
 *
 * @example
 * ```ts
 * import { Once } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using once = new Once();
 * let calls = 0;
 * once.callOnceBlocking(() => { calls += 1; });
 * await once.callOnce(() => { calls += 1; });
 * assert.equal(calls, 1);
 * assert.ok(once.isCompleted);
 * ```
 */
export class Once extends SharedLock {
  readonly #spin = new Spin(LOOKS);

  /**
   * @param options - see {@link LockOptions}.
   * @throws TypeError or RangeError when an option is wrong; ReveilleError where there is no shared memory.
   */
  constructor(options?: LockOptions);
  /** @internal */
  constructor(options: LockOptions, post: Post);
  constructor(options: LockOptions = {}, post: Post = create('once', options)) {
    super(post);
  }

  /**
   * The same on another thread.
   *
   * @param handle - what {@link Once.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): Once {
    return new Once({}, open('once', handle));
  }

  /** Whether it is done. */
  get isCompleted(): boolean {
    return load(this.post.words, STATE) === DONE;
  }

  /** Whether it failed, and was not done since. */
  get isPoisoned(): boolean {
    const { words, seats } = this.post;
    const state = load(words, STATE);
    return load(words, POISON) !== 0 && state !== DONE && !isThere(seats.ground, state);
  }

  /**
   * Calls the function, unless that was done; if somebody is about it, waits until it is.
   *
   * @param job - synchronous; what it throws the future fails with. One that answers a promise has failed, with a TypeError.
   * @param options - how long to wait.
   * @returns a future that fails with PoisonError when a call failed, and as {@link WaitOptions} says.
   * @throws TypeError when `job` is not a function; TypeError or RangeError when an option is wrong; LockError when this
   * object was dropped.
   */
  callOnce(job: () => void, options?: WaitOptions): Future<void> {
    const call = this.#call(job);
    return underOptions(options, () => new Acquire(call)) as Future<unknown> as Future<void>;
  }

  /**
   * As {@link Once.callOnce}, and blocks the thread meanwhile.
   *
   * @param job - synchronous, as for {@link Once.callOnce}.
   * @param options - how long to wait.
   * @throws what `job` throws; PoisonError when a call failed; DeadlockError when it is `job` itself that asks, without
   * a time limit; TimeoutError and the signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread, when it would have
   * to sleep; TypeError or RangeError when an argument is wrong; LockError when this object was dropped.
   */
  callOnceBlocking(job: () => void, options?: WaitOptions): void {
    lockBlocking(this.#call(job), this.#spin, options);
  }

  #call(job: () => void): Call {
    checkFunction('job', job);
    return new Call(this.post, job, false);
  }
}

/** It would be done only when nobody waits for it any more. @throws TypeError; what becomes of the promise nobody is told. */
function refusePromise(result: unknown): void {
  if (typeof (result as PromiseLike<unknown> | null | undefined)?.then !== 'function') return;
  if (result instanceof Promise) result.catch(() => {});
  throw new TypeError(`job: expected a synchronous function, and it answered ${describe(result)}`);
}

/** One who wants it done. */
class Call implements Wanted<true> {
  readonly name = 'Once.callOnce';
  readonly isOpen = true;
  readonly leavesMore = false;

  constructor(
    readonly post: Post,
    private readonly job: () => void,
    /** Whether it is done although it failed before. */
    private readonly anyway: boolean,
  ) {}

  get line() {
    return this.post.line;
  }

  get isOwn(): boolean {
    return load(this.post.words, STATE) === this.post.me;
  }

  take(): true | undefined {
    const { words, me } = this.post;
    // SYNC: of all who come one is the first; pairs with the stores in `#end`.
    const seen = compareExchange(words, STATE, 0, me);
    if (seen === DONE) return true;
    if (seen !== 0 && !this.#bury(seen)) return undefined;
    if (load(words, POISON) !== 0 && !this.anyway) {
      this.#end(0);
      throw new PoisonError('Once: the call failed, or its thread died', (options) => this.#force(options));
    }
    this.#run();
    return true;
  }

  #run(): void {
    const { words } = this.post;
    store(words, POISON, 1); // should it throw, or the thread die: nobody need do anything then
    try {
      refusePromise(this.job());
    } catch (error) {
      this.#end(0);
      throw error;
    }
    this.#end(DONE); // before the next line: should the thread die here, it was done all the same
    store(words, POISON, 0);
  }

  #end(state: number): void {
    const { words, me } = this.post;
    // Not a store: when it was said of this thread that it had ended, another one is about it by now.
    if (compareExchange(words, STATE, me, state) === me) this.post.callAll();
  }

  /** Its thread has died, perhaps: then this one is next, and finds it poisoned. */
  #bury(seen: number): boolean {
    const { words, me, seats } = this.post;
    if (seen === me || isThere(seats.ground, seen)) return false;
    return compareExchange(words, STATE, seen, me) === seen;
  }

  #force(options: WaitOptions | undefined): Future<void> {
    const call = new Call(this.post, this.job, true);
    return underOptions(options, () => new Acquire(call)) as Future<unknown> as Future<void>;
  }
}
