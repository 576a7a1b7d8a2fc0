/** An executor that sleeps until its task has three items, and a thread that wakes the task after each. */
import { Executor, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
import { parking } from 'reveille/executor';

interface Shared {
  readonly items: Int32Array;
  readonly task: WakerHandle;
}

const ITEMS = 3;

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(4)) });

export function* executor(): Generator<object, void, Shared> {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let task: WakerHandle | undefined;
  let items: Int32Array | undefined;
  executor.spawn(
    pollFn((cx) => {
      task ??= cx.waker.share();
      return items !== undefined && Atomics.load(items, 0) >= ITEMS ? undefined : PENDING;
    }),
  );
  executor.runUntilStalled();
  ({ items } = yield { task });
  executor.run();
}

export function waker({ items, task }: Shared): void {
  const shared = SharedWaker.attach(task);
  for (let n = 0; n < ITEMS; n += 1) {
    Atomics.add(items, 0, 1);
    shared.wake();
  }
}
