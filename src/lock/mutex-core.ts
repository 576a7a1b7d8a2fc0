import { isThere } from '../camp/fellow-word.js';
import type { Future } from '../core/future.js';
import { compareExchange, load, store } from '../platform/index.js';
import { underOptions, type WaitOptions } from '../time/wait-options.js';
import { Acquire, type Wanted } from './acquire.js';
import { PoisonError } from './errors.js';
import { POISON, STATE } from './layout.js';
import type { Line } from './line.js';
import { MutexGuard } from './mutex-guard.js';
import type { Post } from './post.js';

/**
 * A mutex as one thread has it.
 *
 * ```text
 *   state:   0 --- lock: compare-exchange ---> the holder's word --- unlock ---> 0
 *                                               | the holder has died
 *                                               +--- lock: compare-exchange ---> the next holder's word; poison: 1
 * ```
 */
export class MutexCore implements Wanted<MutexGuard> {
  readonly name = 'Mutex.lock';
  readonly leavesMore = false;
  readonly line: Line;

  constructor(
    readonly post: Post,
    /** The user's memory. */
    readonly bytes: Uint8Array,
  ) {
    this.line = post.line;
  }

  get isOpen(): boolean {
    return this.post.isOpen;
  }

  get isOwn(): boolean {
    return load(this.post.words, STATE) === this.post.me;
  }

  get isPoisoned(): boolean {
    return load(this.post.words, POISON) !== 0;
  }

  /** @throws PoisonError when it is poisoned. */
  take(): MutexGuard | undefined {
    if (!this.acquire()) return undefined;
    if (!this.isPoisoned) return new MutexGuard(this);
    this.release();
    throw new PoisonError('Mutex: a thread died while it held it', (options) => this.lockAnyway(options));
  }

  /** Takes it, poisoned or not; answers whether it was free. */
  acquire(): boolean {
    const { words, me } = this.post;
    // SYNC: of all who try, one; pairs with the one in `release`, before which everything stands that the last one wrote.
    const seen = compareExchange(words, STATE, 0, me);
    return seen === 0 || (seen !== me && this.#inherit(seen));
  }

  release(): void {
    const { post } = this;
    // A compare-exchange, not a store: when it was said of this thread that it had ended, another one has the lock by now.
    if (compareExchange(post.words, STATE, post.me, 0) === post.me) post.call();
  }

  lockAnyway(options: WaitOptions | undefined): Future<MutexGuard> {
    return underOptions(options, () => new Acquire(this.again(() => new MutexGuard(this))));
  }

  /** The same for one who takes it although it is poisoned. */
  again<T>(taken: () => T): Wanted<T> {
    const core = this;
    return {
      name: this.name,
      leavesMore: false,
      line: this.line,
      post: this.post,
      take: () => (this.acquire() ? taken() : undefined),
      get isOpen() {
        return core.isOpen;
      },
      get isOwn() {
        return core.isOwn;
      },
    };
  }

  /** Its holder has died, perhaps: then the first one to see it has the lock. */
  #inherit(holder: number): boolean {
    const { words, me, seats } = this.post;
    if (isThere(seats.ground, holder)) return false;
    if (compareExchange(words, STATE, holder, me) !== holder) return false;
    // After the compare-exchange: should this thread die in between, it is the next holder that has died.
    store(words, POISON, 1);
    return true;
  }
}
