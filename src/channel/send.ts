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
    if (this.#waiter === null) {
      if (!sink.isClosed) {
        if (!sink.trySend(this.#value, cx)) {
          if (selecting.attempt === this) selecting.attempt = null;
          else this.#waiter = sink.waitSend(this.#value, cx);
          return PENDING;
        }
        this.#sink = null;
        return undefined;
      }
    } else if (sink.pollSend(this.#waiter, cx)) {
      this.#sink = null;
      return undefined;
    } else if (!sink.isClosed) {
      return PENDING;
    }
    throw this.#refused(sink);
  }

  override [Symbol.dispose](): void {
    const sink = this.#sink;
    this.#sink = null;
    if (this.#waiter !== null) sink?.cancelSend(this.#waiter);
  }

  override toString(): string {
    return this.#sink === null ? 'send' : `send to ${this.#sink.name}`;
  }

  #refused(sink: Sink<T>): SendError<T> {
    this[Symbol.dispose]();
    return closed('send', sink, this.#value);
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
