/** The wake queue: several tasks woken by several threads, and a slot that passes from one task to another. */
import assert from 'node:assert/strict';
import { Executor, type JoinHandle, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
import { parking } from 'reveille/executor';

interface Shared {
  readonly items: Int32Array;
  readonly first: WakerHandle;
  readonly second: WakerHandle;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

/** A task that counts its polls, and ends at a poll that finds its item there. */
class Waiter {
  polls = 0;
  readonly handle: WakerHandle;
  readonly task: JoinHandle<void>;

  constructor(executor: Executor, isThere: () => boolean) {
    let handle: WakerHandle | undefined;
    this.task = executor.spawn(
      pollFn((cx) => {
        this.polls += 1;
        if (handle !== undefined && isThere()) return undefined;
        handle ??= cx.waker.share();
        return PENDING;
      }),
    );
    executor.runUntilStalled();
    this.handle = handle as unknown as WakerHandle;
  }
}

/** Two tasks, each waiting for an item of its own. */
export function* twoTasks(): Generator<object, void, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let items: Int32Array | undefined;
  const has = (index: number) => Atomics.load(items as Int32Array, index) === 1;
  const [first, second] = [new Waiter(executor, () => has(0)), new Waiter(executor, () => has(1))];
  ({ items } = yield { first: first.handle, second: second.handle });
  executor.run();
}

export function wakerOfBoth({ items, first, second }: Shared): void {
  Atomics.store(items, 0, 1);
  SharedWaker.attach(first).wake();
  Atomics.store(items, 1, 1);
  SharedWaker.attach(second).wake();
}

export function wakerOfFirst({ items, first }: Shared): void {
  Atomics.store(items, 0, 1);
  SharedWaker.attach(first).wake();
}

export function wakerOfSecond({ items, second }: Shared): void {
  Atomics.store(items, 1, 1);
  SharedWaker.attach(second).wake();
}

/** The first task ends, and another one takes its slot over, which nobody ever wakes. */
export function* successor(): Generator<object, number, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const first = new Waiter(executor, () => true);
  yield { first: first.handle };
  first.task.abort();
  const second = new Waiter(executor, () => false);
  executor.runUntilStalled();
  assert.equal(second.handle.slot === first.handle.slot || second.polls > 0, true);
  executor.runUntilStalled();
  return second.polls;
}

/** Wakes the first task, whether it is still there or not. */
export function lateWaker({ first }: Shared): void {
  SharedWaker.attach(first).wake();
}

export function notWoken(_shared: Shared, [polls]: readonly [number]): void {
  assert.equal(polls, 1);
}
