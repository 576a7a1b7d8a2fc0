import assert from 'node:assert/strict';
import { type Context, type Future, PENDING } from 'reveille';
import type { WakerCounts } from 'reveille/testing';
import { countingContext } from '../support/hand-polled.js';

/** A future that the test polls by hand, with a waker of its own. */
export class Polled<T> implements Disposable {
  readonly counts: WakerCounts;
  readonly #cx: Context;

  constructor(readonly future: Future<T>) {
    const { cx, counts } = countingContext();
    this.#cx = cx;
    this.counts = counts;
  }

  /** Its answer, or `PENDING`. */
  poll(): T | typeof PENDING {
    return this.future.poll(this.#cx);
  }

  /** Polls it, and asserts that it waits. */
  waits(): this {
    assert.equal(this.poll(), PENDING);
    return this;
  }

  /** How often it was woken. */
  get wakes(): number {
    return this.counts.wakes;
  }

  [Symbol.dispose](): void {
    this.future[Symbol.dispose]();
    assert.equal(this.counts.live, 1, `${this.counts.live - 1} wakers are left of ${this.future}`);
  }
}

export const polled = <T>(future: Future<T>): Polled<T> => new Polled(future);
