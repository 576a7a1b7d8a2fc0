import type { Context } from '../../core/context.js';
import { CancelledError, PollError } from '../../core/errors.js';
import type { Future } from '../../core/future.js';
import { PENDING, type Poll } from '../../core/poll.js';
import { standIn } from '../../core/stand-in.js';
import { END } from '../../core/stream.js';
import type { Looker } from '../../core/watch.js';
import { withResolvers } from '../../core/with-resolvers.js';
import { type Joiner, Joiners, withJoiner } from '../../executor/joiners.js';
import { macrotask } from '../../platform/index.js';
import { ChildServices } from '../scope/services.js';
import { CallItems } from './call-items.js';
import type { Owed } from './driven.js';
import type { Gift } from './gift.js';
import { type Acknowledge, Items } from './items.js';
import { Promising } from './promising.js';

/** Where a call is under way. */
export interface Line {
  /** Somebody waits for an answer. */
  await(cx: Context, slot: number, call: Call<unknown>): void;
  /** Takes what has come. */
  look(): void;
  /** Looks for the answer before this thread sleeps. */
  watch?(looker: Looker, slot: number): void;
  /** Polls what functions of this thread's have answered, for it is about to block. */
  drive?(cx: Context): void;
  /** Whether it waits for a thread. */
  isQueued?(slot: number): boolean;
  /** A stream waits for this thread to take what has come, or does not any more. */
  stalls?(isStalled: boolean): void;
  /** Nobody waits for that one any more. With `follows` it answers a future of its end, if it runs. */
  cancel(slot: number, call: Call<unknown>, follows: boolean): Future<void> | null;
}

const WAITING = 0;
const VALUE = 1;
const FAILED = 2;
/** It was a stream, which has ended. */
const ENDED = 3;
const OVER = 4;

const STAYS = /* @__PURE__ */ Symbol("a call can't be sent to another thread: wait for it, and send its answer");

/**
 * A call of a function on another thread. It is under way from when it is made, whether or not anybody waits for it, so
 * several calls run side by side; `await`, `yield*` and `blockOn` wait for its answer, once, as do `then`, `catch` and `finally`.
 *
 * Dropping it cancels it: one that still waits for a thread never begins, one that runs is told by its signal and by
 * `cancelled()`. A call that fails and that nobody waits for becomes an unhandled rejection, as a promise does.
 *
 * Corresponds to a `tokio::task::JoinHandle` that aborts on drop.
 *
 * @typeParam T - what the function answers.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { type Call, offload } from 'reveille/threads';
 *
 * const code = 'export const add = async (a, b) => a + b';
 * using api = offload<{ add(a: number, b: number): Promise<number> }>(new URL(`data:text/javascript,${code}`));
 * const call: Call<number> = api.add(1, 2);
 * console.log(blockOn(call)); // 3
 * ```
 */
export class Call<out T> extends Promising<T> {
  readonly #name: string;
  #line: Line | null;
  #slot: number;
  #state = WAITING;
  #result: unknown;
  /** Who waits: one, as a rule; of several, each is told, be it that it came too late. */
  #waker: Joiner | null = null;
  #isAwaited = false;
  /** What has come of it, if it is a stream. */
  #items: Items | null = null;
  /** What its functions have answered that is not there yet: promises, and futures. */
  #owed: Set<Owed> | null = null;
  /** The scope that it is awaited in. */
  #scope: ChildServices | null = null;
  #resolve: ((value: unknown) => void) | null = null;
  #reject: ((error: unknown) => void) | null = null;
  /** @internal What its arguments carry. */
  readonly gift: Gift | null;
  /** @internal What `postMessage` and `structuredClone` trip over; their error has its text. */
  readonly stays = STAYS;

  /** @internal */
  constructor(line: Line, slot: number, name: string, gift: Gift | null) {
    super();
    this.#line = line;
    this.#slot = slot;
    this.#name = name;
    this.gift = gift;
  }

  override poll(cx: Context): Poll<T> {
    if (this.#resolve !== null) throw this.#twice();
    if (!this.isReady && !this.#wait(cx)) return PENDING;
    this.#isAwaited = true;
    if (this.#items !== null || this.#state === ENDED) throw this.#misused();
    const state = this.#state;
    const result = this.#result;
    this.#end(OVER);
    if (state === VALUE) return result as T;
    if (state === FAILED) throw result;
    throw new PollError(`poll: ${this} is over: it was awaited before, or dropped`);
  }

  /** Cancels the call, unless it is done. Dropping twice does nothing. */
  override [Symbol.dispose](): void {
    const line = this.#line;
    const isOpen = this.#state === WAITING;
    const reject = this.#reject;
    const waker = this.#waker;
    this.#waker = null;
    this.#end(OVER);
    const aftermath = isOpen && line !== null ? line.cancel(this.#slot, this, this.#scope !== null) : null;
    if (aftermath !== null) this.#scope?.adopt(aftermath); // nothing outlives a scope
    reject?.(new CancelledError(`${this} was dropped`)); // whoever awaits it must not hang
    waker?.wake(); // nor who waits for an item of it
  }

  /** @internal The next item, if it is a stream: see CallStream. */
  pollNext(cx: Context): Poll<unknown> {
    if (!this.isReady && !this.#wait(cx)) return PENDING;
    this.#isAwaited = true;
    if (this.#items?.isEmpty === false) return this.#items.take();
    if (this.#state === ENDED) return END;
    const isValue = this.#state === VALUE;
    if (!isValue && this.#state !== FAILED) throw new PollError(`next: ${this} is over`);
    const error = isValue ? new TypeError(`${this} answered a value, no stream; await it`) : this.#result;
    this.#end(OVER);
    throw error;
  }

  /** @internal */
  next(): Future<unknown> {
    return new CallItems(this).next();
  }

  /** @internal */
  [Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    return new CallItems(this)[Symbol.asyncIterator]();
  }

  /** @internal Whether something has come of it. */
  get isReady(): boolean {
    return this.#state !== WAITING || this.#items?.isEmpty === false;
  }

  /** @internal A function of its arguments has answered something that is not there yet. Whoever waits looks: it may have to drive it. */
  owe(owed: Owed): void {
    if (this.#state !== WAITING) {
      owed[Symbol.dispose](); // it dropped the call itself
      return;
    }
    this.#owed ??= new Set();
    this.#owed.add(owed);
    this.#stirred();
  }

  /** @internal That has been answered. */
  settleOwed(owed: Owed): void {
    this.#owed?.delete(owed);
  }

  /** @internal Whoever waits looks: it may have to drive what another call's functions have answered. */
  stir(): void {
    this.#stirred();
  }

  /** What an error says is being awaited. */
  override toString(): string {
    const isQueued = this.#state === WAITING && this.#line?.isQueued?.(this.#slot) === true;
    return `call of ${this.#name}${isQueued ? ' (no thread has taken it yet)' : ''}`;
  }

  /**
   * Makes `await` work. It needs no poll: the answer settles the promise where it arrives, at half the cost of waking
   * somebody who polls.
   */
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (this.#resolve !== null) return Promise.reject(this.#twice()).then(null, onRejected);
    if (this.#state !== WAITING || standIn.on !== undefined) return super.then(onFulfilled, onRejected);
    this.#isAwaited = true;
    const { promise, resolve, reject } = withResolvers<T>();
    this.#resolve = resolve as (value: unknown) => void;
    this.#reject = reject;
    return promise.then(onFulfilled, onRejected);
  }

  /** @internal */
  'reveille.watch'(looker: Looker): void {
    this.#line?.watch?.(looker, this.#slot);
  }

  /** @internal Items have come. */
  receive(items: readonly unknown[], acknowledge: Acknowledge): void {
    this.#items ??= this.#newItems();
    this.#items.put(items, acknowledge);
    if (this.#resolve === null) {
      this.#stirred();
      return;
    }
    const reject = this.#reject;
    this.#reject = null;
    const error = this.#misused();
    reject?.(error);
  }

  #newItems(): Items {
    const line = this.#line;
    return new Items((isStalled) => line?.stalls?.(isStalled));
  }

  /** @internal It was a stream, and has ended. */
  finish(): void {
    if (this.#state !== WAITING) return;
    if (this.#resolve !== null) {
      const reject = this.#reject;
      const error = this.#misused();
      reject?.(error);
      return;
    }
    this.#state = ENDED;
    this.#line = null;
    this.#items?.end();
    this.#dropOwed();
    this.#stirred();
  }

  /** @internal The answer has come. */
  settle(isValue: boolean, result: unknown): void {
    if (this.#state !== WAITING) return;
    if (this.#resolve !== null) {
      const settle = isValue ? this.#resolve : this.#reject;
      const waker = this.#waker;
      this.#waker = null;
      this.#end(OVER);
      settle?.(result);
      waker?.wake(); // whoever polled it before it was awaited is told that it is over
      return;
    }
    this.#state = isValue ? VALUE : FAILED;
    this.#result = result;
    this.#line = null;
    this.#items?.end();
    this.#dropOwed();
    if (!this.#stirred() && !isValue && !this.#isAwaited) macrotask(() => this.#complain());
  }

  /** Wakes whoever waits; answers whether somebody does. */
  #stirred(): boolean {
    const waker = this.#waker;
    this.#waker = null;
    waker?.wake();
    return waker !== null;
  }

  /** Looks for what has come, and arranges a wake when that is nothing. Answers whether something has. */
  #wait(cx: Context): boolean {
    this.#isAwaited = true;
    if (cx.services instanceof ChildServices) this.#scope = cx.services;
    this.#line?.look();
    if (!cx.services.eventLoop) this.#block(cx);
    if (this.isReady) return true;
    this.#waker = withJoiner(this.#waker, cx.waker);
    this.#line?.await(cx, this.#slot, this);
    return this.isReady;
  }

  /** No promise of this thread's settles while it blocks, and no future goes on by itself. */
  #block(cx: Context): void {
    this.#line?.drive?.(cx);
    if (this.#owed !== null) for (const owed of this.#owed) owed.blocked();
  }

  /** Nobody waits for what its functions have answered. */
  #dropOwed(): void {
    const owed = this.#owed;
    if (owed === null) return;
    this.#owed = null;
    for (const each of owed) each[Symbol.dispose]();
  }

  /** Somebody awaits it as if it were one value; it ends. */
  #misused(): TypeError {
    this[Symbol.dispose]();
    return new TypeError(`${this} answers a stream: loop over it with \`for await\`, or ask it for its next() item`);
  }

  #twice(): PollError {
    return new PollError(`await ${this}: it is awaited already; keep the promise to await it twice`);
  }

  #complain(): void {
    if (this.#isAwaited || this.#state !== FAILED || this.#result instanceof CancelledError) return;
    void Promise.reject(this.#result);
  }

  #end(state: number): void {
    this.#state = state;
    this.#line = null;
    this.#result = undefined;
    this.#dropOwed();
    const items = this.#items;
    this.#items = null;
    items?.drop();
    this.#resolve = null;
    this.#reject = null;
    const waker = this.#waker;
    this.#waker = null;
    if (waker instanceof Joiners) waker.wake();
    else waker?.[Symbol.dispose]();
  }
}
