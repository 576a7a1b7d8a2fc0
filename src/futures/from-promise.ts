import { describe } from '../core/check.js';
import type { Context } from '../core/context.js';
import { DeadlockError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { cloneFrom, type Waker } from '../core/waker.js';
import { usedUp } from './used-up.js';

/**
 * A future of what a promise settles to: the way from `async` code into this library; `await future` is the way back.
 *
 * A function is called at the first poll, so that nothing starts before somebody waits, and is given an `AbortSignal`
 * that dropping the future aborts, with the usual `AbortError` as its reason: pass it on to `fetch` and the like. A
 * promise has started already and cannot be stopped; it is subscribed to at once, so that its rejection counts as handled
 * even if the future is dropped.
 *
 * Only the event loop of this thread settles its promises, so a thread that is about to block on one would wait for ever.
 *
 * Corresponds to `wasm_bindgen_futures::JsFuture`.
 *
 * @param source - a promise (anything with a `then` method), or a function that returns one.
 * @returns a future of the promise's value; it fails with the promise's reason, with what the function throws, with a
 * TypeError when the function returned no promise, and with {@link DeadlockError} when it is polled unsettled by an
 * executor or `blockOn` that blocks this thread (a function is not called then). Dropping it ignores what the promise
 * settles to; if a function was called and its value not yet taken, the signal is aborted.
 * @throws TypeError when `source` is neither a promise nor a function.
 *
 * @example
 * ```ts
 * import { fromPromise, timeout, TimeoutError } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * let stopped = false;
 * const endless = fromPromise((signal) => new Promise<never>((_, reject) => {
 *   signal.onabort = () => { stopped = true; reject(signal.reason); };
 * }));
 * await assert.rejects(async () => await timeout(endless, 1), TimeoutError);
 * assert.equal(stopped, true);
 * ```
 */
export function fromPromise<T>(source: PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>)): Future<T> {
  if (typeof source === 'function') return new FromPromise<T>(source, nameOf(source.name));
  if (!isThenable(source)) {
    throw new TypeError(`source: expected a promise or a function that returns one, got ${describe(source)}`);
  }
  const future = new FromPromise<T>(null, nameOf(source.constructor?.name));
  future.subscribe(source);
  return future;
}

const nameOf = (name: string | undefined): string => `fromPromise(${name || 'anonymous'})`;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}

/** A promise's life. */
type State = 'unsettled' | 'fulfilled' | 'rejected' | 'done';

class FromPromise<T> extends Future<T> {
  #state: State = 'unsettled';
  /** The function until it is called. */
  #start: ((signal: AbortSignal) => PromiseLike<T>) | null;
  /** Once the function was called, until the value is taken. */
  #controller: AbortController | undefined;
  /** The value or the reason. */
  #outcome: unknown;
  /** Of the latest poll. */
  #waker: Waker | undefined;
  readonly #name: string;

  constructor(start: ((signal: AbortSignal) => PromiseLike<T>) | null, name: string) {
    super();
    this.#start = start;
    this.#name = name;
  }

  override poll(cx: Context): Poll<T> {
    if (this.#state === 'done') throw usedUp(this);
    if (this.#state !== 'unsettled') return this.#answer();
    if (!cx.services.eventLoop) throw this.#deadlock();
    if (this.#start !== null) this.#call(this.#start);
    this.#keep(cx.waker);
    return PENDING;
  }

  /** `Promise.resolve` tames foreign thenables: those that throw, settle twice or call back at once. */
  subscribe(promise: PromiseLike<T>): void {
    Promise.resolve(promise).then(
      (value) => this.#settle('fulfilled', value),
      (reason) => this.#settle('rejected', reason),
    );
  }

  // unsettled, fulfilled, rejected --> done
  override [Symbol.dispose](): void {
    const controller = this.#controller;
    this.#end();
    controller?.abort(); // last: a listener may run any code
  }

  override toString(): string {
    return this.#name;
  }

  #call(start: (signal: AbortSignal) => PromiseLike<T>): void {
    this.#start = null;
    this.#controller = new AbortController();
    try {
      const promise = start(this.#controller.signal);
      if (!isThenable(promise)) {
        throw new TypeError(
          `source: expected ${this} to be given a promise, but the function returned ${describe(promise)}`,
        );
      }
      this.subscribe(promise);
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #keep(waker: Waker): void {
    if (this.#state !== 'done') this.#waker = cloneFrom(this.#waker, waker); // done: the function dropped this future
  }

  // unsettled --> fulfilled, rejected
  #settle(state: 'fulfilled' | 'rejected', outcome: unknown): void {
    if (this.#state === 'done') return;
    this.#state = state;
    this.#outcome = outcome;
    const waker = this.#waker;
    this.#waker = undefined;
    waker?.wake();
  }

  // fulfilled, rejected --> done
  #answer(): T {
    const state = this.#state;
    const outcome = this.#outcome;
    this.#end();
    if (state === 'fulfilled') return outcome as T;
    throw outcome;
  }

  // unsettled --> done
  #deadlock(): DeadlockError {
    this[Symbol.dispose]();
    return new DeadlockError(
      `${this}: only this thread's event loop can settle it, and this thread is about to block; await the future ` +
        'instead, use an executor that idles on the event loop, or do the work on another thread',
    );
  }

  #end(): void {
    this.#state = 'done';
    this.#start = null;
    this.#controller = undefined;
    this.#outcome = undefined;
    const waker = this.#waker;
    this.#waker = undefined;
    waker?.[Symbol.dispose]();
  }
}
