/** A semaphore: threads that take permits one by one or several at once, that give up waiting, and that die with them. */
import assert from 'node:assert/strict';
import { co, Executor, ready } from 'reveille';
import { parking } from 'reveille/executor';
import { type LockHandle, Semaphore } from 'reveille/lock';
import { block } from './block.js';
import { die } from './dying.js';
import { seated } from './seated.js';

interface Shared {
  readonly items: Int32Array;
  readonly semaphore: LockHandle;
}

/** The words of how many permits are in use, and of how often they were. */
const [INSIDE, COUNT] = [0, 1];

const with_ = (permits: number): Shared => ({
  items: new Int32Array(new SharedArrayBuffer(16)),
  semaphore: new Semaphore(permits, { threads: 4 }).share(),
});
export const setupOfOne = (): Shared => with_(1);
export const setupOfTwo = (): Shared => with_(2);
export const setupOfNone = (): Shared => with_(0);

const semaphoreOf = ({ semaphore }: Shared): Semaphore => Semaphore.attach(semaphore);

/** As many permits as {@link setupOfTwo} has. */
const MOST = 2;

function use(items: Int32Array, permits: number): void {
  assert.ok(Atomics.add(items, INSIDE, permits) + permits <= MOST, 'more permits than there are');
  Atomics.add(items, COUNT, 1);
  Atomics.sub(items, INSIDE, permits);
}

const taker = (permits: number) =>
  seated(semaphoreOf, (semaphore, { items }) => {
    using permit = block(semaphore.acquire(permits));
    use(items, permit.permits);
    return 1;
  });

/** Takes its seat while the other one is at work, or dies. */
export function lateOne({ items, semaphore }: Shared): number {
  using permit = block(Semaphore.attach(semaphore).acquire());
  use(items, permit.permits);
  return 1;
}

export const one = taker(1);
export const both = taker(2);

export const blocker = seated(semaphoreOf, (semaphore, { items }) => {
  block(ready(0));
  using _ = semaphore.acquireBlocking();
  use(items, 1);
  return 1;
});

/** Waits for both, perhaps, and does not want them any more. */
export const quitter = seated(semaphoreOf, (semaphore, { items }) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let count = 0;
  const waiting = executor.spawn(
    co(function* () {
      using _ = yield* semaphore.acquire(2);
      use(items, 2);
      count = 1;
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
  return count;
});

export const giver = seated(semaphoreOf, (semaphore) => {
  semaphore.release(1);
  return 0;
});

export const mortal = seated(semaphoreOf, (semaphore) => {
  block(semaphore.acquire());
  die();
  return 0;
});

/** Takes a permit, and has it for good. */
export const miser = seated(semaphoreOf, (semaphore) => {
  semaphore.tryAcquire()?.forget();
  return 0;
});

export function used({ items }: Shared, counts: readonly number[]): void {
  assert.equal(
    items[COUNT],
    counts.reduce((sum, n) => sum + n, 0),
  );
}
