import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { type Batch, DISCONNECTED, type Source } from './flavour.js';
import { drained } from './recv.js';
import { usedUp } from './send.js';
import type { Waiter } from './waiter.js';

/** At least one value of a channel, and of those that are there, as many as were asked for. */
export class RecvMany<T> extends Future<T[]> {
  /** Null once it is done. */
  #source: Source<T> | null;
  readonly #max: number;
  #waiter: Waiter<unknown> | null = null;

  constructor(source: Source<T>, max: number) {
    super();
    this.#source = source;
    this.#max = max;
  }

  override poll(cx: Context): Poll<T[]> {
    const source = this.#source;
    if (source === null) throw usedUp('recvMany');
    const first = this.#waiter === null ? source.tryRecv(cx) : source.pollRecv(this.#waiter, cx);
    if (first === PENDING) {
      this.#waiter ??= source.waitRecv(cx);
      return PENDING;
    }
    this.#source = null;
    if (first === DISCONNECTED) throw drained('recvMany', source);
    const values = [first as T];
    recvSome(source, values, this.#max, cx);
    return values;
  }

  override [Symbol.dispose](): void {
    const source = this.#source;
    this.#source = null;
    if (this.#waiter !== null) source?.cancelRecv(this.#waiter);
  }

  override toString(): string {
    return this.#source === null ? 'recvMany' : `recvMany from ${this.#source.name}`;
  }
}

/** Takes what is there, until `values` has `max` items; answers whether nothing more will ever come. */
export function recvSome<T>(source: Source<T>, values: T[], max: number, cx: Context | null): boolean {
  while (values.length < max) {
    const found = source.tryRecv(cx);
    if (found === PENDING) return false;
    if (found === DISCONNECTED) return true;
    values.push(found as T);
  }
  return false;
}

/** Fills an array with what is there; see {@link RecvInto}. */
export function recvInto<T>(source: Source<T>, into: Batch<T>): number {
  if (source.tryRecvInto !== undefined) return source.tryRecvInto(into);
  const values: T[] = [];
  const isOver = recvSome(source, values, into.length, null);
  for (const [index, value] of values.entries()) (into as T[])[index] = value;
  return isOver && values.length === 0 ? -1 : values.length;
}
