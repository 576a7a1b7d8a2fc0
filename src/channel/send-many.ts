import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import type { Batch, Sink } from './flavour.js';
import { closed, usedUp } from './send.js';
import type { Waiter } from './waiter.js';

/** Values on their way into a channel, in order, as many at a time as there is room for. */
export class SendMany<T> extends Future<void> {
  /** Null once it is done. */
  #sink: Sink<T> | null;
  readonly #values: Batch<T>;
  /** How many of them are sent. */
  #sent = 0;
  /** Of the next one. */
  #waiter: Waiter<unknown> | null = null;

  constructor(sink: Sink<T>, values: Batch<T>) {
    super();
    this.#sink = sink;
    this.#values = values;
  }

  override poll(cx: Context): Poll<void> {
    const sink = this.#sink;
    if (sink === null) throw usedUp('sendMany');
    let waiter = this.#waiter;
    // As in Send: whatever it throws, it is used up, and does not wait any more.
    this.#sink = null;
    this.#waiter = null;
    if (waiter !== null && sink.pollSend(waiter, cx)) {
      waiter = null;
      this.#sent += 1;
    }
    if (waiter === null) this.#sent += sendSome(sink, this.#values, this.#sent, cx);
    if (this.#sent === this.#values.length) return undefined;
    if (sink.isClosed) {
      if (waiter !== null) sink.cancelSend(waiter);
      throw closed('sendMany', sink, this.#values.slice(this.#sent));
    }
    this.#waiter = waiter ?? sink.waitSend(this.#values[this.#sent] as T, cx);
    this.#sink = sink;
    return PENDING;
  }

  override [Symbol.dispose](): void {
    const sink = this.#sink;
    this.#sink = null;
    if (this.#waiter !== null) sink?.cancelSend(this.#waiter);
  }

  override toString(): string {
    if (this.#sink === null) return 'sendMany';
    return `sendMany to ${this.#sink.name}, ${this.#sent} of ${this.#values.length} sent`;
  }
}

/** Sends from the index on what can be sent without waiting; answers how many those were. */
export function sendSome<T>(sink: Sink<T>, values: Batch<T>, from: number, cx: Context | null): number {
  if (sink.trySendMany !== undefined) return sink.isClosed ? 0 : sink.trySendMany(values, from);
  let at = from;
  while (at < values.length && !sink.isClosed && sink.trySend(values[at] as T, cx)) at += 1;
  return at - from;
}
