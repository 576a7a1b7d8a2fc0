import { HOST_SERVICES, type Services } from './context.js';
import { PollError } from './errors.js';
import type { Future } from './future.js';
import { LentWaker } from './lent-waker.js';
import { PENDING } from './poll.js';
import { type Awaited, standIn } from './stand-in.js';

/**
 * Futures that were awaited. A future has one waiter, and a second one would silently take the place of the first, which
 * then waits for ever; with promises two waiters are common, so here it is an error.
 */
const awaited = /* @__PURE__ */ new WeakSet<Future<unknown>>();

/** Whoever drives a future enters it as awaited. Answers the error for a second one. */
export function enterAwaited(future: Future<unknown>): PollError | undefined {
  if (awaited.has(future)) {
    return new PollError(`await ${future}: it was awaited before; keep the promise to await it twice`);
  }
  awaited.add(future);
  return undefined;
}

/** The promise behind `await future`. */
export function promiseOf<T>(future: Future<T>): Promise<T> {
  const error = enterAwaited(future);
  if (error !== undefined) return Promise.reject(error);
  return new Promise((resolve, reject) => new Awaiter(future, resolve, reject).poll());
}

/**
 * Whoever polls something on the host's event loop, with no executor: a wake polls again in a microtask. After each `budget`
 * microtasks it takes a turn of the event loop instead, or what keeps waking itself would starve timers and
 * input for ever.
 */
export abstract class OnEventLoop extends LentWaker implements Awaited {
  #queued = false;
  #budget = HOST_SERVICES.budget;

  abstract readonly isDone: boolean;
  /** Polls it, unless it is done. */
  protected abstract go(): void;

  get services(): Services {
    return standIn.on?.awaits?.services ?? HOST_SERVICES;
  }

  poll(): void {
    this.#queued = false;
    if (!this.isDone) this.go();
  }

  override wakeByRef(): void {
    if (this.#queued || this.isDone) return;
    const awaits = standIn.on?.awaits;
    if (awaits !== undefined) {
      this.#queued = true;
      awaits.woken(this);
      return;
    }
    if (--this.#budget > 0) {
      microtask(() => this.poll());
    } else {
      this.#budget = this.services.budget;
      macrotask(() => this.poll());
    }
    this.#queued = true; // not before: there may be no room left on the stack
  }
}

/** Drives one future. */
class Awaiter<T> extends OnEventLoop {
  #future: Future<T> | undefined;

  constructor(
    future: Future<T>,
    private readonly resolve: (value: T) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    super();
    this.#future = future;
  }

  override get isDone(): boolean {
    return this.#future === undefined;
  }

  protected override go(): void {
    try {
      const value = (this.#future as Future<T>).poll(this);
      if (value === PENDING) {
        standIn.on?.awaits?.suspended(this);
        return;
      }
      this.#future = undefined;
      standIn.on?.awaits?.settled();
      this.resolve(value);
    } catch (error) {
      this.#future = undefined;
      this.reject(error);
    }
  }

  override toString(): string {
    return String(this.#future ?? 'over');
  }
}

/** Both taken when this loads: a test with fake timers must not hold up what is awaited (see platform/host.ts). */
const microtask: (job: () => void) => void = queueMicrotask;
const immediate = typeof setImmediate === 'undefined' ? undefined : (setImmediate as (job: () => void) => unknown);

/** `setImmediate` where there is one: it is a thousand times sooner than the shortest timer. */
export function macrotask(job: () => void): void {
  if (immediate !== undefined) immediate(job);
  else setTimeout(job, 0);
}
