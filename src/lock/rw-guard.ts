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

  /**
   * The memory that was allocated with the lock, on all threads the same. Whoever reads is not to write there: JavaScript has no memory
   * that it could be kept from writing to. A view that is kept longer than the guard is protected by nothing.
   *
   * @throws LockError when the guard was dropped.
   */
  get bytes(): Uint8Array {
    if (this.#isDropped) throw new LockError('bytes: this guard was dropped');
    return this.#core.bytes;
  }

  /** @internal Gives it back. */
  protected abstract end(core: RwCore): void;

  /** Has the lock no more, and calls who has waited longest; the last reader lets a writer in. Dropping it twice does nothing. */
  [Symbol.dispose](): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.end(this.#core);
    this.#core.post.drop();
  }
}
