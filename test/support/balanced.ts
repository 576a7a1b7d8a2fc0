import assert from 'node:assert/strict';
import type { WakerCounts } from 'reveille/testing';

/** Whoever was polled with the waker gave all its clones back. */
export function assertBalanced(counts: WakerCounts): void {
  assert.equal(counts.live, 1, `${counts.live - 1} wakers were neither consumed nor dropped`);
}
