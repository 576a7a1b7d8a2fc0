import type { Whole } from '../../combinators/branch.js';
import { describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import { PENDING } from '../../core/poll.js';
import { END } from '../../core/stream.js';
import { fromPromise } from '../../futures/from-promise.js';
import { isFuture, isThenable } from '../scope/body.js';
import { Member } from '../scope/crowd.js';
import type { MapSource } from './source.js';

/** A result of a map that is under way, or waits to be taken. */
export class Job<R> extends Member {
  /** Null once it has answered. */
  #future: Future<R> | null;
  #value: R | undefined;

  /** @throws TypeError when `started` is neither a future nor a promise. */
  constructor(whole: Whole, index: number, started: PromiseLike<R>) {
    super(whole, index);
    if (isFuture(started)) this.#future = started as Future<R>;
    else if (isThenable(started)) this.#future = fromPromise(started);
    else
      throw new TypeError(
        `what start answered for item ${index}: expected a future or a promise, got ${describe(started)}`,
      );
  }

  get isReady(): boolean {
    return this.#future === null;
  }

  /** What it answered, once it is ready. */
  get value(): R {
    return this.#value as R;
  }

  /** Polls it; answers whether it has just become ready. @throws what it fails with. */
  run(): boolean {
    const future = this.#future;
    if (future === null) return false; // woken although it has answered
    this.#future = null; // also when it fails
    const value = future.poll(this);
    if (value === PENDING) this.#future = future;
    else {
      this.#value = value;
      this.expectNobody(); // it stays until it is taken
    }
    return this.isReady;
  }

  /** Drops it, unless it has answered. */
  drop(): void {
    const future = this.#future;
    this.#future = null;
    future?.[Symbol.dispose]?.(); // a future of another make need not have one
  }
}

/** The source of a map: asked for an item only when there is room for it, and, if it had none, when it wakes. */
export class Supply<T> extends Member {
  readonly #source: MapSource<T>;
  #isWaiting = false;
  isOver = false;

  constructor(whole: Whole, source: MapSource<T>) {
    super(whole, -1);
    this.#source = source;
  }

  /** The next item; END; or PENDING, also when it waits for one, and is not to be asked. @throws what the source throws. */
  take(): T | typeof END | typeof PENDING {
    if (this.isOver) return END;
    if (this.#isWaiting) return PENDING;
    this.isOver = true; // one that throws is over
    const item = this.#source.poll(this);
    this.isOver = item === END;
    this.#isWaiting = item === PENDING;
    return item;
  }

  /** It was woken, and may have something. */
  run(): boolean {
    this.#isWaiting = false;
    return false;
  }

  /** Ends the source, unless it is over; answers what that still does. */
  close(): PromiseLike<unknown> | undefined {
    if (this.isOver) return undefined;
    this.isOver = true;
    return this.#source.close();
  }

  override toString(): string {
    return String(this.#source);
  }
}
