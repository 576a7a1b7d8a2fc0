import { newPassage, passageOf } from '../camp/passage.js';
import { Spin } from '../camp/spin.js';
import { checkInteger } from '../core/check.js';
import type { Future } from '../core/future.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, type Wanted } from './acquire.js';
import { LockError } from './errors.js';
import { SEATS } from './layout.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { Members } from './members.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Post } from './post.js';
import { SharedLock } from './shared-lock.js';

/**
 * Names a wait group to another thread, and stands for one member on its way there; plain data.
 *
 * @example
 * ```ts
 * import { WaitGroup, type WaitGroupHandle } from 'reveille/lock';
 *
 * const group = new WaitGroup();
 * const handle: WaitGroupHandle = group.share(); // worker.postMessage(handle)
 * WaitGroup.attach(handle)[Symbol.dispose](); // on the other thread
 * group.waitBlocking();
 * ```
 */
export interface WaitGroupHandle extends LockHandle {
  /** The place of the thread that made the handle. */
  readonly seat: number;
  /** Which of the threads that had the place it was. */
  readonly owner: number;
  /** A word that says whether it is still on its way. */
  readonly passage: SharedArrayBuffer;
}

/**
 * Waits until all others who belong to the group are through: each has an object of its own, and drops it.
 *
 * The members of a thread that dies are through, too. A handle that was shared counts as a member until it is attached,
 * or until the thread that made it ends; attached again, it is one more.
 *
 * Corresponds to `crossbeam::sync::WaitGroup`.
 *
 * @example
 * ```ts
 * import { WaitGroup } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 * import { isMainThread, Worker, workerData } from 'node:worker_threads';
 *
 * if (isMainThread) {
 *   const group = new WaitGroup();
 *   const done = new Int32Array(new SharedArrayBuffer(4));
 *   for (let n = 0; n < 2; n += 1) {
 *     new Worker(new URL(import.meta.url), { workerData: { handle: group.share(), done } });
 *   }
 *   await group.wait();
 *   assert.equal(done[0], 2);
 * } else {
 *   using _ = WaitGroup.attach(workerData.handle);
 *   Atomics.add(workerData.done, 0, 1);
 * }
 * ```
 */
export class WaitGroup extends SharedLock {
  readonly #members: Members;
  readonly #spin = new Spin(LOOKS);
  #isMember = true;

  /**
   * A new group with one member.
   *
   * @param options - see {@link LockOptions}.
   * @throws TypeError or RangeError when an option is wrong; ReveilleError where there is no shared memory.
   */
  constructor(options?: LockOptions);
  /** @internal */
  constructor(options: LockOptions, post: Post, arrived?: WaitGroupHandle);
  constructor(options: LockOptions = {}, post: Post = create('wtgp', options), arrived?: WaitGroupHandle) {
    super(post);
    this.#members = new Members(post);
    if (arrived === undefined) this.#members.join();
    else this.#members.arrive(arrived.seat, arrived.owner, passageOf(arrived));
  }

  /**
   * The member that another thread has shared, on this one. The handle stands for one member: attached again, it is one
   * more.
   *
   * @param handle - what {@link WaitGroup.share} answered, however it came here.
   * @throws TypeError or RangeError when it is no such handle; HandleError when its memory holds something else, or is of
   * another version of the library; RangeError when all its places are taken.
   */
  static attach(handle: WaitGroupHandle): WaitGroup {
    const post = open('wtgp', handle, (words) => {
      checkInteger('handle.seat', handle.seat, 0, (words[SEATS] as number) - 1);
      checkInteger('handle.owner', handle.owner, 1, 2 ** 31 - 1);
      passageOf(handle);
    });
    return new WaitGroup({}, post, handle);
  }

  /**
   * One more member, for another thread.
   *
   * @throws LockError when this one is through.
   */
  override share(): WaitGroupHandle {
    const { seat, me } = this.#member;
    const [handle, passage] = [super.share(), newPassage()];
    this.#members.send();
    return { ...handle, seat, owner: me, passage };
  }

  /**
   * One more member, on this thread.
   *
   * @throws LockError when this one is through.
   */
  clone(): WaitGroup {
    const post = this.#member;
    post.keep();
    return new WaitGroup({}, post);
  }

  /**
   * Drops this member, at the first poll, and waits for the others.
   *
   * @param options - how long to wait.
   * @returns a future that fails as {@link WaitOptions} says.
   * @throws TypeError or RangeError when an option is wrong; LockError when this one is through.
   */
  wait(options?: WaitOptions): Future<void> {
    const absence = this.#absence();
    return underOptions(options, () => new Acquire(absence)) as Future<unknown> as Future<void>;
  }

  /**
   * Drops this member, and blocks the thread until the others are through.
   *
   * @param options - how long to wait.
   * @throws DeadlockError when only this thread has members and there is no time limit; TimeoutError and the signal's reason, as {@link WaitOptions}
   * says; BlockingError on a browser's main thread, when it would have to sleep; TypeError or RangeError when an option
   * is wrong; LockError when this one is through.
   */
  waitBlocking(options?: WaitOptions): void {
    const absence = this.#absence();
    lockBlocking(absence, this.#spin, options);
  }

  /** This member is through. Dropping it twice does nothing. */
  override [Symbol.dispose](): void {
    if (!this.#isMember) return;
    this.#leave();
    super[Symbol.dispose]();
  }

  get #member(): Post {
    if (!this.#isMember) throw new LockError('WaitGroup: this member is through');
    return this.post;
  }

  #absence(): Absence {
    return new Absence(
      this.#member,
      this.#members,
      () => this.#leave(),
      () => super[Symbol.dispose](),
    );
  }

  #leave(): void {
    if (!this.#isMember) return;
    this.#isMember = false;
    this.#members.leave();
  }
}

/** That nobody is there any more. */
class Absence implements Wanted<true> {
  readonly name = 'WaitGroup.wait';
  readonly isOpen = true;
  readonly leavesMore = false;

  constructor(
    readonly post: Post,
    private readonly members: Members,
    private readonly begin: () => void,
    private readonly end: () => void,
  ) {}

  get line() {
    return this.post.line;
  }

  get isOwn(): boolean {
    return this.members.areOwn;
  }

  take(): true | undefined {
    this.begin();
    if (!this.members.areGone) return undefined;
    this.end();
    return true;
  }

  giveUp(): void {
    this.end();
  }
}
