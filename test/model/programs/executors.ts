/** An executor that waits for items, and threads that wake its task: each idle strategy, and the wake queue beneath. */
import { Executor, PENDING, pollFn, SharedWaker, type WakerHandle } from 'reveille';
import { channel, eventLoop, halting, type Idle, parking, sleeping, spinning } from 'reveille/executor';
import { Cpu } from 'reveille/park';

interface Shared {
  readonly items: Int32Array;
  readonly handle: WakerHandle;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

/** A task that ends once `wanted()` items are there; its handle is known after its first poll. */
function waiting(executor: Executor, done: () => boolean): WakerHandle {
  let handle: WakerHandle | undefined;
  executor.spawn(
    pollFn((cx) => {
      if (handle !== undefined && done()) return undefined;
      handle ??= cx.waker.share();
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  return handle as unknown as WakerHandle;
}

function* running(idle: Idle, wanted: number): Generator<object, void, Shared> {
  const executor = new Executor({ idle });
  let items: Int32Array | undefined;
  const handle = waiting(executor, () => Atomics.load(items as Int32Array, 0) >= wanted);
  ({ items } = yield { handle });
  executor.run();
}

export function* parkingExecutor(): Generator<object, void, Shared> {
  yield* running(parking({ spin: 0 }), 1);
}

export function* parkingForTwoExecutor(): Generator<object, void, Shared> {
  yield* running(parking({ spin: 0 }), 2);
}

export function* spinningExecutor(): Generator<object, void, Shared> {
  yield* running(spinning(), 1);
}

export function* spinningForTwoExecutor(): Generator<object, void, Shared> {
  yield* running(spinning(), 2);
}

export function* sleepingExecutor(): Generator<object, void, Shared> {
  yield* running(sleeping(1), 1);
}

export function* sleepingForTwoExecutor(): Generator<object, void, Shared> {
  yield* running(sleeping(1), 2);
}

export function* haltingExecutor(): Generator<object, void, Shared> {
  yield* running(halting(new Cpu()), 1);
}

export function* haltingForTwoExecutor(): Generator<object, void, Shared> {
  yield* running(halting(new Cpu()), 2);
}

export function* channelExecutor(): Generator<object, void, Shared> {
  yield* running(channel(), 1);
}

export function* channelForTwoExecutor(): Generator<object, void, Shared> {
  yield* running(channel(), 2);
}

/** The same on an event loop, which `waitAsync` wakes. */
async function* looping(wanted: number): AsyncGenerator<object, void, Shared> {
  const executor = new Executor({ idle: eventLoop() });
  let items: Int32Array | undefined;
  const handle = waiting(executor, () => Atomics.load(items as Int32Array, 0) >= wanted);
  ({ items } = yield { handle });
  await executor.finished();
}

export async function* eventLoopExecutor(): AsyncGenerator<object, void, Shared> {
  yield* looping(1);
}

export async function* eventLoopForTwoExecutor(): AsyncGenerator<object, void, Shared> {
  yield* looping(2);
}

export function waker({ items, handle }: Shared): void {
  Atomics.add(items, 0, 1);
  SharedWaker.attach(handle).wake();
}

export function wakerOfTwo({ items, handle }: Shared): void {
  const waker = SharedWaker.attach(handle);
  for (let i = 0; i < 2; i += 1) {
    Atomics.add(items, 0, 1);
    waker.wake();
  }
}
