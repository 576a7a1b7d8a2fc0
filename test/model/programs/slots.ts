/** The slots of the wake queue, which pass from one task to another. */
import assert from 'node:assert/strict';
import { Executor, SharedWaker, type WakerHandle } from 'reveille';
import { parking } from 'reveille/executor';
import { Waiter } from './waiter.js';

interface Shared {
  readonly items: Int32Array;
  readonly first: WakerHandle;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(16)) });

/** The word that says how many late wakers are through. */
const THROUGH = 2;

/**
 * The first task ends, perhaps while it is queued, and others are given slots, which nobody ever wakes. Answers their
 * slots, and how often they were polled.
 */
function* successorsAfter(wakes: number): Generator<object, { slots: number[]; polls: number[] }, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const first = new Waiter(executor, () => true);
  const { items } = yield { first: first.handle };
  first.task.abort();
  const next = [new Waiter(executor, () => false), new Waiter(executor, () => false)];
  while (Atomics.load(items, THROUGH) < wakes);
  executor.runUntilStalled();
  next.push(new Waiter(executor, () => false));
  return { slots: next.map(({ handle }) => handle.slot), polls: next.map(({ polls }) => polls) };
}

export function* successors(): Generator<object, object, Shared> {
  return yield* successorsAfter(1);
}

export function* successorsOfTwo(): Generator<object, object, Shared> {
  return yield* successorsAfter(2);
}

/** Wakes the first task, whether it is still there or not. */
export function lateWaker({ items, first }: Shared): void {
  SharedWaker.attach(first).wake();
  Atomics.add(items, THROUGH, 1);
}

/** Each has a slot of its own, that of the first task included, and the late wake was for none of them. */
export function slotsPassedOn(
  _: Shared,
  [{ slots, polls }]: readonly [{ readonly slots: readonly number[]; readonly polls: readonly number[] }],
): void {
  assert.deepEqual(new Set(slots), new Set([9, 10, 11]));
  assert.deepEqual(polls, [1, 1, 1]);
}

/** The words that tell of the heir's handle: its slot and generation. */
const [SLOT, GENERATION] = [1, 3];

/** The first task ends, and the next one, perhaps in its slot, is woken by whoever woke the first too late. */
export function* heir(): Generator<object, number, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const first = new Waiter(executor, () => true);
  const { items } = yield { first: first.handle };
  first.task.abort();
  const next = new Waiter(executor, () => Atomics.load(items, 0) === 1);
  Atomics.store(items, GENERATION, next.handle.generation);
  Atomics.store(items, SLOT, next.handle.slot + 1);
  executor.run();
  return next.polls;
}

export function lateWakerOfBoth({ items, first }: Shared): void {
  SharedWaker.attach(first).wake();
  while (Atomics.load(items, SLOT) === 0);
  const slot = Atomics.load(items, SLOT) - 1;
  Atomics.store(items, 0, 1);
  SharedWaker.attach({ ...first, slot, generation: Atomics.load(items, GENERATION) }).wake();
}
