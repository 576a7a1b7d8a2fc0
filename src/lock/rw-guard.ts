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

  /** Has the lock no more, and calls who has waited longest; the last reader lets a writer in. Dropping it twice does nothing. */
  [Symbol.dispose](): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.end(this.#core);
    this.#core.post.drop();
  }
}
