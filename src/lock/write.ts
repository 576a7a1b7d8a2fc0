import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { Acquire, type Wanted } from './acquire.js';
import type { RwCore } from './rw-core.js';
import type { WriteGuard } from './write-guard.js';

/** Waits to write: for the claim, and then for the readers to be gone. Dropping it gives the claim up. */
export class Write extends Future<WriteGuard> {
  readonly #core: RwCore;
  readonly #claim: Acquire<true>;
  readonly #drain: Acquire<WriteGuard>;
  #hasClaim = false;

  constructor(core: RwCore, claim: Wanted<true>, drain: Wanted<WriteGuard>) {
    super();
    this.#core = core;
    this.#claim = new Acquire(claim);
    this.#drain = new Acquire(drain);
  }

  override poll(cx: Context): Poll<WriteGuard> {
    if (!this.#hasClaim) {
      if (this.#claim.poll(cx) === PENDING) return PENDING;
      this.#hasClaim = true;
    }
    try {
      const guard = this.#drain.poll(cx);
      if (guard !== PENDING) this.#hasClaim = false; // it is the guard's
      return guard;
    } catch (error) {
      this.#giveUp();
      throw error;
    }
  }

  override [Symbol.dispose](): void {
    this.#claim[Symbol.dispose]();
    this.#drain[Symbol.dispose]();
    this.#giveUp();
  }

  override toString(): string {
    return 'RwLock.write';
  }

  #giveUp(): void {
    if (this.#hasClaim) this.#core.unclaim();
    this.#hasClaim = false;
  }
}
