import type { Waker, WakerHandle } from '../core/waker.js';
import { home } from './home.js';
import type { Member } from './member.js';

/** The slot of a waker that other threads may have: in this thread's own camp, taken when it is shared for the first time. */
export class OwnSlot {
  /** Where it is; null as long as nobody has it. */
  member: Member | null = null;
  #slot = 0;

  /** @throws RangeError when the camp is full; ReveilleError without shared memory. */
  share(waker: Waker): WakerHandle {
    if (this.member === null) {
      this.#slot = home.own.register(waker);
      this.member = home.own;
    }
    return this.member.handle(this.#slot);
  }

  /** Nobody is to be woken any more: the handles that others have do nothing from now on. */
  release(): void {
    this.member?.release(this.#slot);
    this.member = null;
  }
}
