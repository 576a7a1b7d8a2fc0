import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { cloneFrom, type Waker } from '../core/waker.js';
import { offAbort, onAbort } from './aborts.js';

/**
 * A future that is given up when a signal is aborted. One that is ready when it is next polled is taken all the same: an
 * operation that has happened must not be reported as one that has not.
 */
export class Abortable<T> extends Future<T> {
  /** Null once it is done. */
  #future: Future<T> | null;
  readonly #signal: AbortSignal;
  /** Of the latest poll; undefined until it was found pending. */
  #waker: Waker | undefined;

  constructor(future: Future<T>, signal: AbortSignal) {
    super();
    this.#future = future;
    this.#signal = signal;
  }

  override poll(cx: Context): Poll<T> {
    const future = this.#future;
    if (future === null) throw new PollError(`${this}: it was awaited before, and answered, failed or was dropped`);
    if (this.#waker === undefined && this.#signal.aborted) this.#abort(); // before anything happened
    let value: Poll<T>;
    try {
      value = future.poll(cx);
    } catch (error) {
      this.#end();
      throw error;
    }
    if (value !== PENDING) this.#end();
    else if (this.#signal.aborted) this.#abort();
    else this.#listen(cx.waker);
    return value;
  }

  override [Symbol.dispose](): void {
    const future = this.#future;
    this.#end();
    future?.[Symbol.dispose]();
  }

  override toString(): string {
    return String(this.#future ?? 'aborted');
  }

  readonly #wake = (): void => this.#waker?.wakeByRef();

  #listen(waker: Waker): void {
    if (this.#waker === undefined) onAbort(this.#signal, this.#wake);
    this.#waker = cloneFrom(this.#waker, waker);
  }

  #abort(): never {
    this[Symbol.dispose]();
    throw this.#signal.reason;
  }

  #end(): void {
    this.#future = null;
    if (this.#waker !== undefined) offAbort(this.#signal, this.#wake);
    this.#waker?.[Symbol.dispose]();
    this.#waker = undefined;
  }
}
