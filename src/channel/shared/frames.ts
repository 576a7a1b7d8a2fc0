import type { Headcount } from '../../camp/headcount.js';
import type { Context } from '../../core/context.js';
import type { Frame } from '../../queue/frame.js';
import type { FrameSink } from '../frame-sink.js';
import type { Waiter } from '../waiter.js';
import { SharedFlavour } from './flavour.js';
import type { FrameStore } from './frame-store.js';

/**
 * A channel of bytes between threads, whose frames can be reserved and written in place.
 *
 * A reserved frame is in the channel, and receivers stop at it. Whoever commits or drops it wakes them, as a send does: what
 * was pushed behind it has called them before, in vain. When the thread dies instead, all hear of it and look again, and
 * the queue passes the frame.
 */
export class SharedFrames extends SharedFlavour<Uint8Array> implements FrameSink {
  declare readonly store: FrameStore;

  get maxFrame(): number {
    return this.store.maxFrame;
  }

  tryReserve(length: number): Frame | undefined {
    return this.mayTry(this.sending) ? this.#reserve(length) : undefined;
  }

  reserveSoon(length: number): Frame | undefined {
    const spin = this.sendSpin;
    if (spin.limit === 0) return this.isClosed ? undefined : this.tryReserve(length);
    for (let look = 0; look < spin.limit && !this.isClosed; look += 1) {
      const frame = this.tryReserve(length);
      if (frame !== undefined && spin.worthIt(look)) return frame;
      spin.pause(look);
    }
    spin.inVain();
    return undefined;
  }

  waitReserve(cx: Context): Waiter<unknown> {
    return this.waitSend(NO_BYTES, cx);
  }

  pollReserve(waiter: Waiter<unknown>, length: number, cx: Context): Frame | undefined {
    let frame: Frame | undefined;
    this.pollSending(waiter, cx, () => {
      frame = this.#reserve(length);
      return frame !== undefined;
    });
    return frame;
  }

  /** A thread that has a frame can commit or drop it, whatever ends it has; of an empty queue nobody has one. */
  protected override isServed(ends: Headcount): boolean {
    return (!this.isClosed && super.isServed(ends)) || (this.length > 0 && !this.mine.isAlone);
  }

  #reserve(length: number): Frame | undefined {
    const frame = this.store.reserve(length, this.#ended);
    if (frame !== undefined) this.open += 1;
    else this.refused();
    return frame;
  }

  /** One of this thread's frames was committed or dropped. */
  readonly #ended = (): void => {
    this.open -= 1;
    // SYNC: after the frame's state; pairs with the flag in WaitRow.enlist.
    if (this.receiving.row.isAwaited) this.receiving.call();
    if (this.sending.row.isAwaited) this.sending.callNext(); // one that was dropped was room, perhaps
    this.leave();
  };
}

/** What waits in the place of a value. */
const NO_BYTES = /* @__PURE__ */ new Uint8Array();
