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
    const waiter = this.#waiter;
    // As in Recv: whatever it throws, it is used up, and does not wait any more.
    this.#source = null;
    this.#waiter = null;
    const first = waiter === null ? source.tryRecv(cx) : source.pollRecv(waiter, cx);
    if (first === PENDING) {
      this.#waiter = waiter ?? source.waitRecv(cx);
      this.#source = source;
      return PENDING;
    }
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
    source.postpone(() => {
      throw error;
    });
    return PENDING;
  }
}

/** Fills an array with what is there; see {@link RecvInto}. */
export function recvInto<T>(source: Source<T>, into: Batch<T>): number {
  if (source.tryRecvInto !== undefined) return source.tryRecvInto(into);
  for (let count = 0; count < into.length; count += 1) {
    const found = source.tryRecv(null);
    if (found === PENDING) return count;
    if (found === DISCONNECTED) return count === 0 ? -1 : count;
    if (!put(source, into as T[], count, found as T)) return count;
  }
  return into.length;
}

/** Answers false, or throws if it is the first one, when a setter of the array refuses it: then it is received next. */
function put<T>(source: Source<T>, into: T[], at: number, value: T): boolean {
  try {
    into[at] = value;
    return true;
  } catch (error) {
    source.postpone(() => value);
    if (at === 0) throw error;
    return false;
  }
}
