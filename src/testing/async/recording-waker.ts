import { describe } from '../../core/check.js';
import type { Waker } from '../../core/waker.js';
import { TrackedWaker, type Tracker } from './tracked-waker.js';

/**
 * A waker that writes down how it and its clones are used, in order. The waker itself is number 0, its clones are numbered
 * from 1 as they are made: `clone 0 as 1`, `wake 1` (which consumes it), `wakeByRef 1`, `drop 1`.
 *
 * Corresponds to the `ArcWake` that a test of futures-rs writes for itself; futures-test only counts.
 *
 * @param log - where to write; give one that others write to as well, and their order shows.
 * @returns the waker and the log.
 * @throws TypeError when `log` is not an array.
 *
 * @example
 * ```ts
 * import { Context, PENDING, pollFn } from 'reveille';
 * import { AtomicWaker } from 'reveille/sync';
 * import { recordingWaker } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const place = new AtomicWaker();
 * const { waker, log } = recordingWaker();
 * const future = pollFn((cx) => (place.register(cx.waker), PENDING));
 * future.poll(Context.fromWaker(waker));
 * place.wake();
 * assert.deepEqual(log, ['clone 0 as 1', 'wake 1']);
 * ```
 */
export function recordingWaker(log: string[] = []): { readonly waker: Waker; readonly log: string[] } {
  if (!Array.isArray(log)) throw new TypeError(`log: expected an array, got ${describe(log)}`);
  return { waker: new TrackedWaker(new Diary(log), 0, false), log };
}

class Diary implements Tracker {
  #clones = 0;

  constructor(private readonly log: string[]) {}

  cloned({ number }: TrackedWaker): number {
    this.#clones += 1;
    this.log.push(`clone ${number} as ${this.#clones}`);
    return this.#clones;
  }

  woken({ number }: TrackedWaker, byRef: boolean): void {
    this.log.push(`${byRef ? 'wakeByRef' : 'wake'} ${number}`);
  }

  dropped({ number }: TrackedWaker): void {
    this.log.push(`drop ${number}`);
  }

  misused(): void {} // throws, as with any waker
}
