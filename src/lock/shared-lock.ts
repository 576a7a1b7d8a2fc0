import { LockError } from './errors.js';
import { handleOf, type LockHandle } from './open.js';
import type { Post } from './post.js';

/** What all locks have in common: they are shared, and dropped. */
export abstract class SharedLock implements Disposable {
  #post: Post | null;

  /** @internal */
  constructor(post: Post) {
    this.#post = post;
  }

  /** @internal This thread's; for use by the lock. */
  protected get post(): Post {
    if (this.#post === null) throw new LockError(`${this.constructor.name}: it was dropped on this thread`);
    return this.#post;
  }

  /**
   * A structured-cloneable handle: any number of threads may attach it, any number of times.
   *
   * @throws LockError when it was dropped.
   */
  share(): LockHandle {
    return handleOf(this.post);
  }

  /**
   * Gives this thread's place back, when its guards are dropped, too, and nobody waits here. Dropping twice does nothing.
   * The lock itself lives as long as any thread has its memory.
   */
  [Symbol.dispose](): void {
    this.#post?.drop();
    this.#post = null;
  }
}
