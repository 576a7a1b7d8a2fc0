import { type Future, now, PENDING, type Poll, type Suspend, sleep, yieldNow } from 'reveille';
import type { Variant } from '../table/variant.js';

/** What a role does: a coroutine, in which everything that may wait is awaited by `yield*`. */
export type Doing<T = unknown> = Generator<Suspend, T, unknown>;

/** The same verb in its three grades. */
export interface Verbs<T> {
  try(): Poll<T>;
  wait(): Future<T>;
  block(): T;
}

/** After this a wait has failed, milliseconds: something is lost, or nobody is at the other end. */
export const LIMIT = 30_000;

/** Where a role is, how it is to ask for things, and how it keeps step with the others. */
export class Here {
  constructor(
    readonly variant: Variant,
    /** Whether it has its thread to itself, so that it may block it. */
    readonly alone: boolean,
    readonly steps: Int32Array,
  ) {}

  get tries(): boolean {
    return this.variant.grade === 'try';
  }

  get blocks(): boolean {
    return this.variant.grade === 'blocking' && this.alone;
  }

  get isAcross(): boolean {
    return this.variant.place === 'across threads';
  }

  /** Does it in the grade of this run. Whoever blocks beside others on its thread waits as they all do. */
  *take<T>(verbs: Verbs<T>, tries = this.tries): Doing<T> {
    if (!tries) return this.blocks ? verbs.block() : yield* verbs.wait();
    const end = now() + LIMIT;
    for (let turn = 1; ; turn += 1) {
      const got = verbs.try();
      if (got !== PENDING) return got as T;
      if (now() > end) throw new Error(`tried in vain for ${LIMIT} ms`);
      yield* this.turn(turn);
    }
  }

  /** Lets the others go on. */
  turn(turn = 1): Future<void> {
    return this.isAcross && turn % 32 === 0 ? sleep(1) : yieldNow();
  }

  /** Tells those who are {@link until} it. */
  signal(step: number): void {
    Atomics.add(this.steps, step, 1);
  }

  /** Waits until it was signalled so often. */
  *until(step: number, times = 1): Doing<void> {
    const end = now() + LIMIT;
    for (let seen = this.count(step); seen < times; seen = this.count(step)) {
      if (now() > end) throw new Error(`step ${step} was not reached within ${LIMIT} ms`);
      yield* this.isAcross ? sleep(0.5) : yieldNow();
    }
  }

  /** How often it was signalled. */
  count(step: number): number {
    return Atomics.load(this.steps, step);
  }

  /**
   * Gives the others the time to begin to wait: on one thread they do, between threads most often. What is right in
   * either case is all that may be asserted afterwards.
   */
  *lull(): Doing<void> {
    if (this.isAcross) yield* sleep(2);
    else for (let turn = 0; turn < 10; turn += 1) yield* yieldNow();
  }
}
