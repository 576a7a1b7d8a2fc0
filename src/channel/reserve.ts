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
    const frame = this.#look(sink, cx);
    if (frame !== undefined) {
      this.#sink = null;
      return frame;
    }
    if (!sink.isClosed) return PENDING;
    this[Symbol.dispose]();
    throw closed('reserve', sink, undefined);
  }

  override [Symbol.dispose](): void {
    const sink = this.#sink;
    this.#sink = null;
    if (this.#waiter !== null) sink?.cancelSend(this.#waiter);
  }

  override toString(): string {
    return this.#sink === null ? 'reserve' : `reserve in ${this.#sink.name}`;
  }

  #look(sink: FrameSink, cx: Context): Frame | undefined {
    if (this.#waiter !== null) return sink.pollReserve(this.#waiter, this.#length, cx);
    if (sink.isClosed) return undefined;
    const frame = sink.tryReserve(this.#length);
    if (frame !== undefined) return frame;
    if (selecting.attempt === this) selecting.attempt = null;
    else this.#waiter = sink.waitReserve(cx);
    return undefined;
  }
}
