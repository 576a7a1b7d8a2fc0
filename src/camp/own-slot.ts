import type { Waker, WakerHandle } from '../core/waker.js';
import { home } from './home.js';
import type { Member } from './member.js';

/** The slot of a waker that other threads may have: in this thread's own camp, taken when it is shared for the first time. */
export class OwnSlot {
  #member: Member | null = null;
  #slot = 0;

  get isTaken(): boolean {
    return this.#member !== null;
  }

  /** @throws RangeError when the camp is full; ReveilleError without shared memory. */
  share(waker: Waker): WakerHandle {
    if (this.#member === null) {
      const member = home.own;
      this.#slot = member.register(waker);
      this.#member = member;
    }
    const { ground } = this.#member;
    return { buffer: ground.buffer, slot: this.#slot, generation: this.#member.generation(this.#slot) };
  }

  /** Nobody is to be woken any more: the handles that others have do nothing from now on. */
  release(): void {
    this.#member?.release(this.#slot);
    this.#member = null;
  }
}

/** What a waker answers whose task is over: it wakes nobody. */
export function staleHandle(member: Member = home.own): WakerHandle {
  return { buffer: member.ground.buffer, ...member.stale() };
}
