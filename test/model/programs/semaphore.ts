/** A semaphore: threads that take permits one by one or several at once, that give up waiting, and that die with them. */
import assert from 'node:assert/strict';
import { co, Executor, ready } from 'reveille';
import { parking } from 'reveille/executor';
import { type LockHandle, Semaphore } from 'reveille/lock';
import { block } from './block.js';
import { die } from './dying.js';

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

/** As many permits as {@link setupOfTwo} has. */
const MOST = 2;

function use(items: Int32Array, permits: number): void {
  assert.ok(Atomics.add(items, INSIDE, permits) + permits <= MOST, 'more permits than there are');
  Atomics.add(items, COUNT, 1);
  Atomics.sub(items, INSIDE, permits);
}

function taker({ items, semaphore: handle }: Shared, permits: number): number {
  const semaphore = Semaphore.attach(handle);
  using permit = block(semaphore.acquire(permits));
  use(items, permit.permits);
  return 1;
}

export const one = (shared: Shared): number => taker(shared, 1);
export const both = (shared: Shared): number => taker(shared, 2);

export function blocker({ items, semaphore: handle }: Shared): number {
  block(ready(0));
  using _ = Semaphore.attach(handle).acquireBlocking();
  use(items, 1);
  return 1;
}

/** Waits for both, perhaps, and does not want them any more. */
export function quitter({ items, semaphore: handle }: Shared): number {
  const semaphore = Semaphore.attach(handle);
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
}

export function giver({ semaphore: handle }: Shared): number {
  Semaphore.attach(handle).release(1);
  return 0;
}

export function mortal({ semaphore: handle }: Shared): number {
  block(Semaphore.attach(handle).acquire());
  die();
  return 0;
}

/** Takes a permit, and has it for good. */
export function miser({ semaphore: handle }: Shared): number {
  Semaphore.attach(handle).tryAcquire()?.forget();
  return 0;
}

export function used({ items }: Shared, counts: readonly number[]): void {
  assert.equal(
    items[COUNT],
    counts.reduce((sum, n) => sum + n, 0),
  );
}

export const setupOfItems = (): Pick<Shared, 'items'> => ({ items: new Int32Array(new SharedArrayBuffer(16)) });

/** Makes a semaphore of one permit, so it has its seat before the other one comes. */
export function* keeper(): Generator<object, number, Shared> {
  const semaphore = new Semaphore(1, { threads: 4 });
  const { items } = yield { semaphore: semaphore.share() };
  using permit = block(semaphore.acquire(1));
  use(items, permit.permits * MOST); // nobody else may be inside
  return 1;
}
