import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { selecting } from '../core/selection.js';
import { END } from '../core/stream.js';
import { RecvError } from './errors.js';
import { DISCONNECTED, type Source } from './flavour.js';
import { usedUp } from './send.js';
import type { Waiter } from './waiter.js';

/** The next value of a channel. Until it has answered it has taken nothing, and it can be dropped. */
export class Recv<T, E = never> extends Future<T | E> {
  /** Null once it is done. */
  #source: Source<T> | null;
  /** What it answers when there will be no more; `PENDING` if it is to fail. */
  readonly #end: E | typeof PENDING;
  #waiter: Waiter<unknown> | null = null;

  constructor(source: Source<T>, end: E | typeof PENDING) {
    super();
    this.#source = source;
    this.#end = end;
  }

  override poll(cx: Context): Poll<T | E> {
    const source = this.#source;
    if (source === null) throw usedUp('recv');
    const waiter = this.#waiter;
    // Whatever it throws, it is used up, and does not wait any more: what polls one who waits sees to that.
    this.#source = null;
    this.#waiter = null;
    const found = waiter === null ? source.tryRecv(cx) : source.pollRecv(waiter, cx);
    if (found !== PENDING) return found === DISCONNECTED ? this.#ended(source) : (found as T);
    if (waiter !== null) this.#waiter = waiter;
    else if (selecting.attempt === this) selecting.attempt = null;
    else this.#waiter = source.waitRecv(cx);
    this.#source = source;
    return PENDING;
  }

  override [Symbol.dispose](): void {
    const source = this.#source;
    this.#source = null;
    if (this.#waiter !== null) source?.cancelRecv(this.#waiter);
  }

  /** As dropping it, but whoever waits for it is woken, and finds out. */
  abandon(): void {
    this.#waiter?.wake();
    this[Symbol.dispose]();
  }

  override toString(): string {
    return this.#source === null ? 'recv' : `recv from ${this.#source.name}`;
  }

  #ended(source: Source<T>): E {
    if (this.#end === PENDING) throw drained('recv', source);
    return this.#end;
  }
}

/** What `next` makes: a receive that answers `END` where the others fail. */
export const recvOrEnd = <T>(source: Source<T>): Recv<T, typeof END> => new Recv<T, typeof END>(source, END);

/** The error for what can't be received any more. */
export function drained(verb: string, source: Source<unknown>): RecvError {
  return new RecvError(`${verb}: ${source.name} was closed, or its last sender is gone, and nothing is left in it`);
}
