import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { selecting } from '../core/selection.js';
import { SendError } from './errors.js';
import type { Sink } from './flavour.js';
import type { Waiter } from './waiter.js';

/** One value on its way into a channel. Until it has answered it has sent nothing, and it can be dropped. */
export class Send<T> extends Future<void> {
  /** Null once it is done. */
  #sink: Sink<T> | null;
  readonly #value: T;
  #waiter: Waiter<unknown> | null = null;

  constructor(sink: Sink<T>, value: T) {
    super();
    this.#sink = sink;
    this.#value = value;
  }

  override poll(cx: Context): Poll<void> {
    const sink = this.#sink;
    if (sink === null) throw usedUp('send');
    const waiter = this.#waiter;
    // Whatever it throws, it is used up, and does not wait any more: what polls one who waits sees to that.
    this.#sink = null;
    this.#waiter = null;
    if (waiter === null ? !sink.isClosed && sink.trySend(this.#value, cx) : sink.pollSend(waiter, cx)) return undefined;
    if (sink.isClosed) {
      if (waiter !== null) sink.cancelSend(waiter);
      throw closed('send', sink, this.#value);
    }
    if (waiter !== null) this.#waiter = waiter;
    else if (selecting.attempt === this) selecting.attempt = null;
    else this.#waiter = sink.waitSend(this.#value, cx);
    this.#sink = sink;
    return PENDING;
  }

  override [Symbol.dispose](): void {
    const sink = this.#sink;
    this.#sink = null;
    if (this.#waiter !== null) sink?.cancelSend(this.#waiter);
  }

  override toString(): string {
    return this.#sink === null ? 'send' : `send to ${this.#sink.name}`;
  }
}

/** The error for what can't be sent any more. */
export function closed<V>(verb: string, sink: Sink<never>, value: V): SendError<V> {
  return new SendError(`${verb}: ${sink.name} was closed, or its last receiver is gone`, value);
}

/** The error for an operation that is polled although it is done. */
export function usedUp(verb: string): PollError {
  return new PollError(`${verb}: it was awaited before, and answered, failed or was dropped`);
}
