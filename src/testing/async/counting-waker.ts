import { RawWaker, RawWakerVTable } from '../../core/raw-waker.js';
import { Waker } from '../../core/waker.js';

/**
 * What a counting waker has seen, of itself and of all its clones together.
 *
 * Corresponds to `futures_test::task::AwokenCount`.
 *
 * @example
 * ```ts
 * import { countingWaker, type WakerCounts } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const balanced = ({ live, clones, wakes, drops }: WakerCounts) => live === 1 + clones - drops && wakes === 0;
 * const { waker, counts } = countingWaker();
 * waker.clone()[Symbol.dispose]();
 * assert.ok(balanced(counts));
 * ```
 */
export interface WakerCounts {
  /** Wakers that exist: 1 for the one that was made, and 1 for each clone that was neither consumed nor dropped yet. */
  readonly live: number;
  /** How often one was cloned. */
  readonly clones: number;
  /** How often one was woken, consuming it or not. */
  readonly wakes: number;
  /** How often one was dropped without waking. */
  readonly drops: number;
}

/**
 * A waker that counts how it is used. To see that a future balances what it clones, poll it with `waker`, let it answer or
 * drop it, and look whether `counts.live` is 1 again.
 *
 * Corresponds to `futures_test::task::new_count_waker`.
 *
 * @returns the waker, and its counts, which go on changing.
 *
 * @example
 * ```ts
 * import { Context, sleep } from 'reveille';
 * import { countingWaker } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const { waker, counts } = countingWaker();
 * const nap = sleep(1_000);
 * nap.poll(Context.fromWaker(waker));
 * assert.deepEqual({ ...counts }, { live: 2, clones: 1, wakes: 0, drops: 0 });
 * nap[Symbol.dispose]();
 * assert.equal(counts.live, 1);
 * ```
 */
export function countingWaker(): { readonly waker: Waker; readonly counts: WakerCounts } {
  const counts: Counts = { live: 1, clones: 0, wakes: 0, drops: 0 };
  return { waker: Waker.fromRaw(new RawWaker(counts, COUNTING)), counts };
}

type Counts = { -readonly [K in keyof WakerCounts]: number };

const COUNTING: RawWakerVTable<Counts> = /* @__PURE__ */ new RawWakerVTable<Counts>(
  (counts) => {
    counts.live += 1;
    counts.clones += 1;
    return new RawWaker(counts, COUNTING);
  },
  (counts) => {
    counts.live -= 1;
    counts.wakes += 1;
  },
  (counts) => {
    counts.wakes += 1;
  },
  (counts) => {
    counts.live -= 1;
    counts.drops += 1;
  },
);
