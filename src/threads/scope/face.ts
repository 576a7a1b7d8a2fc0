import { describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import { begin, isFuture, isThenable, type ScopeBody } from './body.js';
import { type Closable, closerOf } from './closing.js';
import { ScopeHandle } from './handle.js';
import type { Nursery } from './nursery.js';

/**
 * What the body of a `scope` is given: the way to start things in it, and to stop them.
 *
 * It can be passed on, also to what is spawned: children may spawn children until everything in the scope is over.
 *
 * @example
 * ```ts
 * import { blockOn, sleep } from 'reveille';
 * import { type Scope, scope } from 'reveille/threads';
 *
 * function greet(s: Scope, name: string): void {
 *   s.spawn(function* () {
 *     yield* sleep(1);
 *     console.log(`hello, ${name}`); // hello, Ada
 *   });
 * }
 * const answer = scope(function* (s) {
 *   greet(s, 'Ada');
 *   return 'all greeted';
 * });
 * console.log(blockOn(answer)); // all greeted
 * ```
 */
export interface Scope {
  /** Aborted when the scope is cancelled: by a failure, with the error as its reason; by `cancel`; or by being dropped. */
  readonly signal: AbortSignal;
  /**
   * Starts something in the scope, which waits for it. It first runs when the body waits, or is over.
   *
   * @param task - a future, such as the call of an offloaded function; a generator function, whose code becomes a coroutine;
   * a function of an `AbortSignal` that answers a future or a promise; or a promise. The signal is aborted when the child is
   * cancelled; what answers a promise should obey it, since the scope waits until it is settled.
   * @returns a handle that joins or aborts it, and may be ignored. In a scope that is cancelled the child is cancelled at once.
   * @throws TypeError when `task` is none of these, PollError when everything in the scope is over.
   */
  spawn<T>(task: PromiseLike<T> | ScopeBody<AbortSignal, T>): ScopeHandle<T>;
  /**
   * Opens a scope in the scope, as a child. It is cancelled with this one, and its failures are this one's.
   *
   * @throws as `scope` and `spawn`.
   */
  scope<T>(body: ScopeBody<Scope, T>): ScopeHandle<T>;
  /**
   * Closes something when the body and all children are over, whatever happened: with `[Symbol.asyncDispose]`, else
   * `[Symbol.dispose]`, else `close`. What was used last is closed first; a promise or future that closing answers is awaited.
   *
   * @returns `resource`.
   * @throws TypeError when `resource` can't be closed, PollError when everything in the scope is over.
   */
  use<R extends Closable>(resource: R): R;
  /**
   * Cancels the body and all children: their futures are dropped at once, or, of the one that calls this, as soon as it next
   * waits; promises are told by their signals. A scope whose body comes to a value all the same, or had before, answers it;
   * otherwise it fails with CancelledError. Later calls do nothing.
   *
   * @param reason - what the signals are aborted with, and the CancelledError's cause; by default the usual `AbortError`.
   */
  cancel(reason?: unknown): void;
}

/** Makes a scope; `lost` is told of errors with which it can't fail, since it was dropped. */
export type Opener = <T>(body: ScopeBody<Scope, T>, lost: (error: unknown) => void) => Future<T>;

/** The face of a nursery. */
export class Face implements Scope {
  readonly #nursery: Nursery;
  readonly #open: Opener;

  constructor(nursery: Nursery, open: Opener) {
    this.#nursery = nursery;
    this.#open = open;
  }

  get signal(): AbortSignal {
    return this.#nursery.signal;
  }

  spawn<T>(task: PromiseLike<T> | ScopeBody<AbortSignal, T>): ScopeHandle<T> {
    if (typeof task === 'function') {
      return new ScopeHandle(this.#nursery.spawn((child) => begin(task, child.signal, child.services)));
    }
    if (!isFuture(task) && !isThenable(task)) {
      throw new TypeError(`task: expected a future, a promise or a function, got ${describe(task)}`);
    }
    return new ScopeHandle(this.#nursery.spawn(task));
  }

  scope<T>(body: ScopeBody<Scope, T>): ScopeHandle<T> {
    return this.spawn(this.#open(body, (error) => this.#nursery.inherit(error)));
  }

  use<R extends Closable>(resource: R): R {
    this.#nursery.use(closerOf(resource));
    return resource;
  }

  cancel(reason?: unknown): void {
    this.#nursery.cancel(reason);
  }
}
