import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { selecting } from '../core/selection.js';
import type { Frame } from '../queue/frame.js';
import type { FrameSink } from './frame-sink.js';
import { closed, usedUp } from './send.js';
import type { Waiter } from './waiter.js';

/** A frame to be written in a channel's memory, once there is room. Until it has answered, it has reserved nothing. */
export class Reserve extends Future<Frame> {
  /** Null once it is done. */
  #sink: FrameSink | null;
  readonly #length: number;
  #waiter: Waiter<unknown> | null = null;

  constructor(sink: FrameSink, length: number) {
    super();
    this.#sink = sink;
    this.#length = length;
  }

  override poll(cx: Context): Poll<Frame> {
    const sink = this.#sink;
    if (sink === null) throw usedUp('reserve');
    const waiter = this.#waiter;
    // As in Send: whatever it throws, it is used up, and does not wait any more.
    this.#sink = null;
    this.#waiter = null;
    const frame = this.#look(sink, waiter, cx);
    if (frame !== undefined) return frame;
    if (sink.isClosed) {
      if (waiter !== null) sink.cancelSend(waiter);
      throw closed('reserve', sink, undefined);
    }
    if (waiter !== null) this.#waiter = waiter;
    else if (selecting.attempt === this) selecting.attempt = null;
    else this.#waiter = sink.waitReserve(cx);
    this.#sink = sink;
    return PENDING;
  }

  override [Symbol.dispose](): void {
    const sink = this.#sink;
    this.#sink = null;
    if (this.#waiter !== null) sink?.cancelSend(this.#waiter);
  }

  override toString(): string {
    return this.#sink === null ? 'reserve' : `reserve in ${this.#sink.name}`;
  }

  #look(sink: FrameSink, waiter: Waiter<unknown> | null, cx: Context): Frame | undefined {
    if (waiter !== null) return sink.pollReserve(waiter, this.#length, cx);
    return sink.isClosed ? undefined : sink.tryReserve(this.#length);
  }
}
