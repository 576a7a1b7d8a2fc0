import { LockError } from './errors.js';
import type { RwCore } from './rw-core.js';

/** Whoever has a readers-writer lock, in one way or the other. */
export abstract class RwGuard implements Disposable {
  readonly #core: RwCore;
  #isDropped = false;

  /** @internal */
  constructor(core: RwCore) {
    this.#core = core;
    core.post.keep();
  }

  /** @internal Gives it back. */
  protected abstract end(core: RwCore): void;

  /**
   * Has the lock no more, and calls who has waited longest; the last reader lets a writer in.
   *
   * @throws LockError when it was dropped before.
   */
  [Symbol.dispose](): void {
    if (this.#isDropped) throw new LockError('drop: this guard was dropped');
    this.#isDropped = true;
    this.end(this.#core);
    this.#core.post.drop();
  }
}
