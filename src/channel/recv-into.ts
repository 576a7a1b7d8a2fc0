import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { checkBatch } from './check-batch.js';
import { type Batch, DISCONNECTED, type Source } from './flavour.js';
import { drained } from './recv.js';
import { recvInto } from './recv-many.js';
import { usedUp } from './send.js';
import type { Waiter } from './waiter.js';

/** At least one value of a channel, and of those that are there, as many as fit into an array. */
export class RecvInto<T> extends Future<number> {
  /** Null once it is done. */
  #source: Source<T> | null;
  readonly #into: Batch<T>;
  #waiter: Waiter<unknown> | null = null;

  constructor(source: Source<T>, into: Batch<T>) {
    super();
    this.#source = source;
    this.#into = into;
  }

  override poll(cx: Context): Poll<number> {
    const source = this.#source;
    if (source === null) throw usedUp('recvInto');
    this.#check();
    const waiter = this.#waiter;
    // As in Recv: whatever it throws, it is used up, and does not wait any more.
    this.#source = null;
    this.#waiter = null;
    const count = waiter === null ? recvInto(source, this.#into) : this.#pollWaiter(source, waiter, cx);
    if (count < 0) throw drained('recvInto', source);
    if (count > 0) return count;
    this.#waiter = waiter ?? source.waitRecv(cx);
    this.#source = source;
    return PENDING;
  }

  override [Symbol.dispose](): void {
    const source = this.#source;
    this.#source = null;
    if (this.#waiter !== null) source?.cancelRecv(this.#waiter);
  }

  override toString(): string {
    return this.#source === null ? 'recvInto' : `recvInto from ${this.#source.name}`;
  }

  /** The array may have changed since: before anything is taken for it. */
  #check(): void {
    try {
      checkBatch(this.#into);
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** As {@link recvInto}; 0 when it waits on. */
  #pollWaiter(source: Source<T>, waiter: Waiter<unknown>, cx: Context): number {
    const first = source.pollRecv(waiter, cx);
    if (first === PENDING) return 0;
    if (first === DISCONNECTED) return -1;
    try {
      (this.#into as T[])[0] = first as T;
    } catch (error) {
      source.postpone(() => first as T);
      throw error;
    }
    return 1 + Math.max(0, recvInto(source, rest(this.#into)));
  }
}

/** A view of the array behind its first element; of an ordinary one nothing. */
function rest<T>(into: Batch<T>): Batch<T> {
  return Array.isArray(into) ? [] : (into.subarray(1) as Batch<T>);
}
