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
  /** Nothing but the library makes one. */
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

/** Step: `handover.future` is a fresh coroutine; the driver puts it on its own stack. */
export const CALLED: IteratorYieldResult<Suspend> = { done: false, value: opaque };

/**
 * The one result object of all awaits that are done. `yield*` reads it at once, so sharing it is safe, and a fresh one
 * costs a quarter of the await.
 */
const DONE: IteratorReturnResult<unknown> = { done: true, value: undefined };

/**
 * What `yield*` iterates: one shared iterator for each way to suspend. `[Symbol.iterator]` has polled the future already
 * and left its value in `handover.value`, or the future that the driver is to poll in `handover.future`; `yield*` calls
 * `next` right after it, and again when the driver delivers a value.
 *
 * An iterator for each await costs twice the await. The future as its own iterator would stay in the suspended
 * generator, and have to be polled in `next`; here a ready one is written nowhere.
 */
export class Awaiting implements Iterator<Suspend, unknown, unknown> {
  readonly #step: IteratorYieldResult<Suspend>;

  constructor(step: IteratorYieldResult<Suspend>) {
    this.#step = step;
  }

  next(): IteratorResult<Suspend, unknown> {
    const { value } = handover;
    if (value === NOTHING) return this.#step;
    handover.value = NOTHING;
    DONE.value = value;
    return DONE;
  }

  /** The coroutine is being left; its driver has dropped the future. */
  return(value?: unknown): IteratorReturnResult<unknown> {
    return { done: true, value };
  }

  /** The future failed in the driver's hands; the error continues inside the generator. */
  throw(error: unknown): never {
    throw error;
  }
}

/** For all futures but fresh coroutines. */
export const AWAIT: Iterator<Suspend, unknown, unknown> = /* @__PURE__ */ new Awaiting(SUSPENDED);

/** For fresh coroutines. */
export const CALL: Iterator<Suspend, unknown, unknown> = /* @__PURE__ */ new Awaiting(CALLED);

/** @returns the context of the coroutine that awaits `future`; @throws PollError when there is none. */
export function contextOf(future: Future<unknown>): Context {
  const { cx } = handover;
  if (cx === null) throw new PollError(`yield* ${future}: only a coroutine made by co can await a future`);
  return cx;
}
