/** The wake queue: several tasks woken by several threads, and wakers that die half-way. */
import assert from 'node:assert/strict';
import { Executor, SharedWaker, type WakerHandle } from 'reveille';
import { parking } from 'reveille/executor';
import { Waiter } from './waiter.js';

interface Shared {
  readonly items: Int32Array;
  readonly first: WakerHandle;
  readonly second: WakerHandle;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

/** Two tasks, each waiting for items of its own. Answers in which order they ended. */
function* tasksWanting(...wanted: readonly [number, number]): Generator<object, string, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const order: string[] = [];
  let items: Int32Array | undefined;
  const waiter = (name: string, index: number) =>
    new Waiter(
      executor,
      () => Atomics.load(items as Int32Array, index) >= (wanted[index] as number),
      () => void order.push(name),
    );
  const [first, second] = [waiter('first', 0), waiter('second', 1)];
  ({ items } = yield { first: first.handle, second: second.handle });
  executor.run();
  return order.join(' ');
}

export function* twoTasks(): Generator<object, string, Shared> {
  return yield* tasksWanting(1, 1);
}

/** The first task is woken, and waits again. */
export function* firstTwice(): Generator<object, string, Shared> {
  return yield* tasksWanting(2, 1);
}

export function wakerOfFirst({ items, first }: Shared): void {
  Atomics.add(items, 0, 1);
  SharedWaker.attach(first).wake();
}

export function wakerOfSecond({ items, second }: Shared): void {
  Atomics.add(items, 1, 1);
  SharedWaker.attach(second).wake();
}

export function wakerOfBoth(shared: Shared): void {
  wakerOfFirst(shared);
  wakerOfSecond(shared);
}

export function firstSecondFirst(shared: Shared): void {
  wakerOfBoth(shared);
  wakerOfFirst(shared);
}

export function bothBackwards(shared: Shared): void {
  wakerOfSecond(shared);
  wakerOfFirst(shared);
}

/** One thread woke them both, so they were polled in that order. */
export const inOrder = (_: Shared, [order]: readonly string[]): void => assert.equal(order, 'first second');
export const backwards = (_: Shared, [order]: readonly string[]): void => assert.equal(order, 'second first');

/** Where the memory of a camp, in which the thread that waits has the first record, has what; see its source. */
const HEAD = 19;
const stateOf = (slot: number): number => 16 + 2 * slot;

/** The first two steps of a wake, by hand: marks the slot and, if asked to, links it. Answers the queue's memory. */
function halfAWake({ buffer, slot, generation }: WakerHandle, links: boolean): void {
  const words = new Int32Array(buffer);
  if (Atomics.compareExchange(words, stateOf(slot), generation << 1, (generation << 1) | 1) !== generation << 1) return;
  for (let head = Atomics.load(words, HEAD); links; ) {
    Atomics.store(words, stateOf(slot) + 1, head);
    const seen = Atomics.compareExchange(words, HEAD, head, slot);
    if (seen === head) return;
    head = seen;
  }
}

/** A wake dies between the mark and the link; the next one of the same task can do no more than ring. */
export function wakerDyingBeforeLink({ items, first }: Shared): void {
  Atomics.store(items, 0, 1);
  halfAWake(first, false);
  SharedWaker.attach(first).wake();
}

/** The same, and another task is woken right after it: whoever comes for that one must find the first one, too. */
export function wakerOfBothDyingBeforeLink(shared: Shared): void {
  wakerDyingBeforeLink(shared);
  wakerOfSecond(shared);
}

/** The bell rings already when the next wake comes to the marked slot. */
export function wakerOfSecondThenDying(shared: Shared): void {
  wakerOfSecond(shared);
  wakerDyingBeforeLink(shared);
}

/** A wake dies between the link and the bell. */
export function wakerDyingBeforeRing({ items, first }: Shared): void {
  Atomics.store(items, 0, 1);
  halfAWake(first, true);
  SharedWaker.attach(first).wake();
}

/** Of two threads that wake the same task, one dies. */
export function mortalWaker({ items, first }: Shared): void {
  Atomics.store(items, 0, 1);
  halfAWake(first, false);
}

/** One task. */
export function* oneTask(): Generator<object, number, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let items: Int32Array | undefined;
  const first = new Waiter(executor, () => Atomics.load(items as Int32Array, 0) >= 1);
  ({ items } = yield { first: first.handle });
  executor.run();
  return first.polls;
}
