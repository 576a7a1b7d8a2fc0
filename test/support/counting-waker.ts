import assert from 'node:assert/strict';
import { RawWaker, RawWakerVTable, Waker } from 'reveille';

/** What a vtable saw. */
export class WakerCounts {
  /** Wakers that exist: clones count, consumed and dropped ones do not. */
  live = 1;
  clones = 0;
  woken = 0;
}

const vtable: RawWakerVTable<WakerCounts> = new RawWakerVTable<WakerCounts>(
  (counts) => {
    counts.live += 1;
    counts.clones += 1;
    return new RawWaker(counts, vtable);
  },
  (counts) => {
    counts.live -= 1;
    counts.woken += 1;
  },
  (counts) => {
    counts.woken += 1;
  },
  (counts) => {
    counts.live -= 1;
  },
);

/** A waker that counts how it is used. `live` is 1 as long as nobody but the test owns one. */
export function countingWaker(): { waker: Waker; counts: WakerCounts } {
  const counts = new WakerCounts();
  return { waker: Waker.fromRaw(new RawWaker(counts, vtable)), counts };
}

/** Whoever was polled with the waker gave all its clones back. */
export function assertBalanced(counts: WakerCounts): void {
  assert.equal(counts.live, 1, `${counts.live - 1} wakers were neither consumed nor dropped`);
}
