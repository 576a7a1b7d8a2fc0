import type { Whole } from '../../combinators/branch.js';
import type { Services } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import { PENDING } from '../../core/poll.js';
import type { Waker } from '../../core/waker.js';
import { type Joiner, Joiners, withJoiner } from '../../executor/joiners.js';
import { fromPromise } from '../../futures/from-promise.js';
import { isFuture } from './body.js';
import { cancelled, isCancellation } from './cancelled.js';
import { ChildCleanUps } from './clean-ups.js';
import { Member } from './crowd.js';
import type { Parent, Work } from './parent.js';
import { ChildServices } from './services.js';

/**
 * A part of a scope. It is over when its work is done, and all that the work left to clean up is done, too.
 *
 * ```
 *          poll           answer, error, cancel            no clean-up left
 * #begin  -----> #future ----------------------> #left  -------------------> done
 * ```
 *
 * Work that is a promise cannot be dropped: it is told by the signal to stop, and waited for.
 */
export class Child extends Member {
  #begin: ((child: Child) => PromiseLike<unknown>) | null = null;
  #future: Future<unknown> | null = null;
  #isPromise = false;
  /** What dropped futures left to clean up, if something was dropped. */
  #left: ChildCleanUps | undefined;
  #services: ChildServices;
  #controller: AbortController | undefined;
  #isRunning = false;
  #cancelled: { readonly reason: unknown } | null = null;
  #answer: { readonly value: unknown } | null = null;
  #failure: { readonly error: unknown } | null = null;
  #joiner: Joiner | null = null;

  constructor(
    whole: Whole,
    private readonly parent: Parent,
    index: number,
    work: Work,
  ) {
    super(whole, index);
    this.#services = new ChildServices(whole.services, this);
    if (typeof work === 'function') this.#begin = work;
    else this.#future = this.#futureOf(work);
  }

  override get services(): Services {
    const outer = this.whole.services;
    // Another object when another one drives: futures tell by it that their timers have to be armed again.
    if (this.#services.outer !== outer) this.#services = new ChildServices(outer, this);
    return this.#services;
  }

  /** Aborted when the child is cancelled. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** The value that it answered, in a box; null if it has not. */
  get answer(): { readonly value: unknown } | null {
    return this.#answer;
  }

  /** Polls the work and the clean-ups. */
  run(): void {
    this.#isRunning = true;
    this.#poll();
    if (this.#cancelled !== null) this.#drop(); // meanwhile, by itself
    this.#left?.advance(this);
    this.#isRunning = false;
    this.#settle();
  }

  /** Drops the work; if that is running, as soon as its poll is pending. A promise is told to stop. */
  cancel(reason: unknown): void {
    if (this.done || this.#cancelled !== null) return;
    this.#cancelled = { reason };
    this.#controller?.abort(reason);
    if (this.#isRunning) return;
    this.#isRunning = true; // what is dropped may run any code
    this.#drop();
    this.#isRunning = false;
    this.#settle();
    this.wakeByRef();
  }

  /** Drops all that is left, clean-ups and promises too. */
  abandon(): void {
    this.cancel(undefined);
    this.#isPromise = false;
    this.#drop();
    this.#left?.drop();
    this.#settle();
  }

  /** A future that it polled was dropped, and has left this. */
  adopt(cleanUp: Future<unknown>): void {
    if (this.done) {
      this.parent.adopt(cleanUp);
      return;
    }
    this.#cleanUps.add(cleanUp);
    this.wakeByRef();
  }

  /** `waker`, which is borrowed, is woken when the child is over. */
  join(waker: Waker): void {
    this.#joiner = withJoiner(this.#joiner, waker);
  }

  /** The one who joined does not wait any more; others must not wait for what they won't get. */
  disjoin(): void {
    const joiner = this.#joiner;
    this.#joiner = null;
    if (joiner instanceof Joiners) wake(joiner);
    else joiner?.[Symbol.dispose]();
  }

  /**
   * The value, once it is over.
   *
   * @throws what it failed with; CancelledError when it was cancelled.
   */
  outcome(): unknown {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#answer !== null) return this.#answer.value;
    throw cancelled(`child ${this.index} of a scope was cancelled`, this.#cancelled?.reason);
  }

  override toString(): string {
    if (this.#future !== null) return String(this.#future);
    return this.#left?.areDone === false ? String(this.#left) : `child ${this.index}`;
  }

  get #cleanUps(): ChildCleanUps {
    this.#left ??= new ChildCleanUps((error) => this.#fail(error));
    return this.#left;
  }

  #poll(): void {
    try {
      if (this.#begin !== null) this.#start(this.#begin);
      if (this.#future === null) return;
      const value = this.#future.poll(this);
      if (value === PENDING) return;
      this.#future = null;
      this.#answer = { value };
    } catch (error) {
      this.#future = null;
      this.#fail(error);
    }
  }

  #start(begin: (child: Child) => PromiseLike<unknown>): void {
    this.#begin = null; // before the call: one that throws has begun, too
    this.#future = this.#futureOf(begin(this));
  }

  #futureOf(work: PromiseLike<unknown>): Future<unknown> {
    if (isFuture(work)) return work;
    this.#isPromise = true;
    return fromPromise(work);
  }

  #drop(): void {
    this.#begin = null;
    const future = this.#future;
    if (future === null || this.#isPromise) return;
    this.#future = null;
    this.#cleanUps.dispose(future);
  }

  #fail(error: unknown): void {
    if (this.#cancelled !== null && isCancellation(error, this.#cancelled.reason)) return;
    this.#failure ??= { error };
    this.parent.failed(error);
  }

  // any --> done
  #settle(): void {
    if (this.done || this.#begin !== null || this.#future !== null || this.#left?.areDone === false) return;
    this.parent.ended(this);
    const joiner = this.#joiner;
    this.#joiner = null;
    if (joiner !== null) wake(joiner);
  }
}

/** A waker that throws is its maker's mistake, and must not keep the scope from its end. */
function wake(joiner: Joiner): void {
  try {
    joiner.wake();
  } catch (error) {
    void Promise.reject(error);
  }
}
