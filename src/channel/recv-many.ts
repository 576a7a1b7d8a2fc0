import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { type Batch, DISCONNECTED, type Found, type Source } from './flavour.js';
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

/**
 * Takes what is there, until `values` has `max` items; answers whether nothing more will ever come. Behind others, a value that
 * cannot be read fails the next receive, not this one: they would be lost with it.
 */
export function recvSome<T>(source: Source<T>, values: T[], max: number, cx: Context | null): boolean {
  while (values.length < max) {
    const found = values.length === 0 ? source.tryRecv(cx) : tryNext(source, cx);
    if (found === PENDING) return false;
    if (found === DISCONNECTED) return true;
    values.push(found as T);
  }
  return false;
}

function tryNext<T>(source: Source<T>, cx: Context | null): Found<T> {
  try {
    return source.tryRecv(cx);
  } catch (error) {
    if (source.postpone === undefined) throw error;
    source.postpone(() => {
      throw error;
    });
    return PENDING;
  }
}

/** Fills an array with what is there; see {@link RecvInto}. */
export function recvInto<T>(source: Source<T>, into: Batch<T>): number {
  if (source.tryRecvInto !== undefined) return source.tryRecvInto(into);
  const values: T[] = [];
  const isOver = recvSome(source, values, into.length, null);
  for (const [index, value] of values.entries()) (into as T[])[index] = value;
  return isOver && values.length === 0 ? -1 : values.length;
}
