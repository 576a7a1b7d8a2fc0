import { Spin } from '../camp/spin.js';
import { checkInteger } from '../core/check.js';
import type { Future } from '../core/future.js';
import { compareExchange, load } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, UNSHARED, type Wanted } from './acquire.js';
import { SIZE, STATE } from './layout.js';
import { LOOKS, lockBlocking } from './lock-blocking.js';
import { create, type LockHandle, type LockOptions, open } from './open.js';
import type { Post } from './post.js';
import { SharedLock } from './shared-lock.js';

/**
 * Where so many threads, or tasks, wait for each other; again and again.
 *
 * One word counts all arrivals, so the round is what it is divided by their number: that the last one arrives and that the
 * others may go on is one step, in which nobody can die. Who dies while it waits has arrived; who dies before is waited for,
 * as in Rust, so wait with a time limit where that may happen. A wait that is given up takes the arrival back, unless the
 * others have gone on by then: so who gives up cannot know whether it was counted.
 *
 * Corresponds to `std::sync::Barrier`.
 *
 * @example
 * ```ts
 * import { co, Executor } from 'reveille';
 * import { Barrier } from 'reveille/lock';
 * import assert from 'node:assert/strict';
 *
 * using barrier = new Barrier(3);
 * const log: string[] = [];
 * const executor = new Executor();
 * for (const name of ['a', 'b', 'c']) {
 *   executor.spawn(co(function* () {
 *     log.push(`${name} comes`);
 *     if (yield* barrier.wait()) log.push(`${name} leads`);
 *   }));
 * }
 * executor.run();
 * assert.deepEqual(log, ['a comes', 'b comes', 'c comes', 'c leads']);
 * ```
 */
export class Barrier extends SharedLock {
  readonly #spin = new Spin(LOOKS);

  /**
   * @param count - how many wait for each other: a whole number from 1 to 1,048,576.
   * @param options - see {@link LockOptions}.
   * @throws TypeError or RangeError when an argument is wrong; ReveilleError where there is no shared memory.
   */
  constructor(count: number, options?: LockOptions);
  /** @internal */
  constructor(count: number, options: LockOptions, post: Post);
  constructor(count: number, options: LockOptions = {}, post: Post = made(count, options)) {
    super(post);
  }

  /**
   * The barrier that another thread shared, on this one.
   *
   * @param handle - what {@link Barrier.share} answered, however it came here.
   * @throws TypeError when it is no such handle; HandleError when its memory holds something else, or is of another version
   * of the library; RangeError when all its places are taken.
   */
  static attach(handle: LockHandle): Barrier {
    return new Barrier(0, {}, open('barr', handle));
  }

  /**
   * Arrives, at the first poll, and waits for the others.
   *
   * @param options - how long to wait.
   * @returns a future of whether this one is the leader: the last to arrive. It fails as {@link WaitOptions} says.
   * @throws TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  wait(options?: WaitOptions): Future<boolean> {
    const { post } = this;
    return underOptions(options, () => new Acquire(new Arrival(post)));
  }

  /**
   * Arrives, and blocks the thread until the others have.
   *
   * @param options - how long to wait.
   * @returns whether this one is the leader.
   * @throws DeadlockError when it has to wait, without a time limit, and was shared with no other thread; TimeoutError and the
   * signal's reason, as {@link WaitOptions} says; BlockingError on a browser's main thread,
   * when it would have to sleep; TypeError or RangeError when an option is wrong; LockError when this object was dropped.
   */
  waitBlocking(options?: WaitOptions): boolean {
    const arrival = new Arrival(this.post);
    return lockBlocking(arrival, this.#spin, options);
  }
}

/** One who arrives, and then waits for its round to be over. */
class Arrival implements Wanted<boolean> {
  readonly name = 'Barrier.wait';
  readonly isOpen = true;
  readonly reason = UNSHARED;
  readonly leavesMore = false;
  /** -1: has not arrived yet. */
  #round = -1;

  constructor(readonly post: Post) {}

  get line() {
    return this.post.line;
  }

  get isOwn(): boolean {
    return !this.post.isShared;
  }

  take(): boolean | undefined {
    const { post } = this;
    if (this.#round >= 0) return roundOf(post) === this.#round ? undefined : false;
    const size = post.words[SIZE] as number;
    const before = this.#move(1);
    this.#round = Math.floor(before / size);
    if (before % size !== size - 1) return undefined;
    post.callAll();
    return true;
  }

  giveUp(): void {
    if (this.#round >= 0) this.#move(-1);
  }

  /** Counts one more or less; not less once the round is over. Answers what it was before. */
  #move(by: 1 | -1): number {
    const { words } = this.post;
    const size = words[SIZE] as number;
    const most = size * Math.floor(2 ** 30 / size); // then it begins again: after so many rounds nobody waits any more
    for (let seen = load(words, STATE); ; ) {
      if (by < 0 && Math.floor(seen / size) !== this.#round) return seen;
      const now = compareExchange(words, STATE, seen, (seen + by) % most);
      if (now === seen) return seen;
      seen = now;
    }
  }
}

function roundOf({ words }: Post): number {
  return Math.floor(load(words, STATE) / (words[SIZE] as number));
}

function made(count: number, options: LockOptions): Post {
  checkInteger('count', count, 1, 2 ** 20);
  return create('barr', options, [], count);
}
