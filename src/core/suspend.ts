import type { Context } from './context.js';
import { PollError } from './errors.js';
import type { Future } from './future.js';

/**
 * What a coroutine's generator yields to its driver. Opaque: programs write `yield* future`, never `yield`, and the
 * type is there so that the compiler refuses anything else.
 *
 * @example
 * ```ts
 * import { blockOn, co, ready, type Suspend } from 'reveille';
 *
 * function* twice(x: number): Generator<Suspend, number, unknown> {
 *   return 2 * (yield* ready(x));
 * }
 * console.log(blockOn(co(() => twice(21)))); // 42
 * ```
 */
export interface Suspend {
  readonly [SUSPEND]: true;
}

declare const SUSPEND: unique symbol;

/** No value is being delivered. */
export const NOTHING: unique symbol = Symbol('reveille.nothing');

/**
 * The table between a coroutine driver and the futures its generator awaits. `Generator.next()` passes no context and
 * `yield*` hands results through untouched, so both sides meet here, and in the identity of the two step objects below.
 * One object with fixed fields: its address is a constant in optimised code, which a closure's variable is not.
 */
export const handover: {
  /** The context of the poll that is running, or null outside of any. */
  cx: Context | null;
  /** What the awaited future turned out to be, on the way back into the generator. */
  value: unknown;
  /** The future that the generator is about to await, or now waits for. */
  future: Future<unknown> | null;
  /** How many more ready futures may be found in this poll. */
  budget: number;
} = { cx: null, value: NOTHING, future: null, budget: 0 };

const opaque = undefined as unknown as Suspend;

/** Step: `handover.future` answered pending; the driver polls it from now on, without entering the generator. */
export const SUSPENDED: IteratorYieldResult<Suspend> = { done: false, value: opaque };

/** Leaves `future` to the driver. */
export function suspendOn(future: Future<unknown>): IteratorYieldResult<Suspend> {
  handover.future = future;
  return SUSPENDED;
}

/**
 * What `yield*` iterates: one shared iterator for each way to await, never one for each await (twice the cost), and not
 * the future itself: a suspended generator would hold it, and storing a young object in an old one costs a third of the
 * await. `yield*` calls `next` right after `[Symbol.iterator]`; `handover.future` carries the future from one to the other.
 */
export abstract class Awaiting implements Iterator<Suspend, unknown, unknown> {
  next(): IteratorResult<Suspend, unknown> {
    if (handover.value !== NOTHING) return delivered();
    const { cx, future } = handover;
    if (cx !== null && future !== null) return this.begin(future, cx);
    throw new PollError(`yield* ${future}: only a coroutine made by co can await a future`);
  }

  /** The generator begins to await `future`. */
  protected abstract begin(future: Future<unknown>, cx: Context): IteratorResult<Suspend, unknown>;

  /** The coroutine is being left; its driver has dropped the future. */
  return(value?: unknown): IteratorReturnResult<unknown> {
    return { done: true, value };
  }

  /** The future failed in the driver's hands; the error continues inside the generator. */
  throw(error: unknown): never {
    throw error;
  }
}

/** Step: `handover.future` is a fresh coroutine; the driver puts it on its own stack. */
export const CALLED: IteratorYieldResult<Suspend> = { done: false, value: opaque };

/**
 * The one result object of all awaits that are done. `yield*` reads it at once, so sharing it is safe, and a fresh one
 * costs a quarter of the await.
 */
const DONE: IteratorReturnResult<unknown> = { done: true, value: undefined };

/** Answers `yield*` with a value. */
export function done<T>(value: T): IteratorReturnResult<T> {
  DONE.value = value;
  return DONE as IteratorReturnResult<T>;
}

/** Answers `yield*` with the value that the driver delivers. */
function delivered(): IteratorReturnResult<unknown> {
  const { value } = handover;
  handover.value = NOTHING;
  return done(value);
}
