/** An executor that waits for items, and threads that wake its task: each idle strategy, and the wake queue beneath. */
import { co, Executor, PENDING, pollFn, SharedWaker, sleep, type Waker, type WakerHandle, yieldNow } from 'reveille';
import { channel, eventLoop, halting, type Idle, parking, sleeping, spinning } from 'reveille/executor';
import { Cpu, type CpuHandle, Device } from 'reveille/park';

interface Shared {
  readonly items: Int32Array;
  readonly handle: WakerHandle;
}

/** What a thread has at hand once it runs: its task, which ends when all the items are there, waits already. */
interface Begun {
  readonly executor: Executor;
  readonly handle: WakerHandle;
  items: Int32Array | undefined;
}

export const setup = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

function begin(idle: Idle, wanted: number): Begun {
  let handle: WakerHandle | undefined;
  const executor = new Executor({ idle });
  executor.spawn(
    pollFn((cx) => {
      if (handle !== undefined && Atomics.load(begun.items as Int32Array, 0) >= wanted) return undefined;
      handle ??= cx.waker.share();
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  const begun: Begun = { executor, handle: handle as unknown as WakerHandle, items: undefined };
  return begun;
}

/** Which word is set when the busy task has ended. */
const DONE = 1;

/** A task that has work for the executor, and then a timer: neither must be forgotten over the bell. */
const busy = co.wrap(function* (items: Int32Array) {
  yield* yieldNow();
  yield* sleep(5);
  Atomics.store(items, DONE, 1);
});

interface Wants {
  readonly items: number;
  readonly busy?: boolean;
}

const ONE: Wants = { items: 1 };
const TWO: Wants = { items: 2 };
const THREE: Wants = { items: 3 };
const BUSY: Wants = { items: 1, busy: true };

/** The executor's thread. */
const blocking = (idle: () => Idle, wants: Wants) =>
  function* (): Generator<object, void, Shared> {
    const begun = begin(idle(), wants.items);
    ({ items: begun.items } = yield { handle: begun.handle });
    if (wants.busy) begun.executor.spawn(busy(begun.items));
    begun.executor.run();
  };

/** The same on an event loop, which `waitAsync` wakes. */
const looping = (idle: () => Idle, wants: Wants) =>
  async function* (): AsyncGenerator<object, void, Shared> {
    const begun = begin(idle(), wants.items);
    ({ items: begun.items } = yield { handle: begun.handle });
    if (wants.busy) begun.executor.spawn(busy(begun.items));
    await begun.executor.finished();
  };

const parks = (): Idle => parking({ spin: 0 });
export const parkingForOne = blocking(parks, ONE);
export const parkingForTwo = blocking(parks, TWO);
export const parkingBusy = blocking(parks, BUSY);

export const spinningForOne = blocking(spinning, ONE);
export const spinningForTwo = blocking(spinning, TWO);
export const spinningBusy = blocking(spinning, BUSY);

const sleeps = (): Idle => sleeping(1);
export const sleepingForOne = blocking(sleeps, ONE);
export const sleepingForTwo = blocking(sleeps, TWO);
export const sleepingBusy = blocking(sleeps, BUSY);

const halts = (): Idle => halting(new Cpu());
export const haltingForOne = blocking(halts, ONE);
export const haltingForTwo = blocking(halts, TWO);
export const haltingBusy = blocking(halts, BUSY);

/** A device's interrupt, whose handler wakes the task. */
export function* haltingForKey(): Generator<object, void, { items: Int32Array }> {
  const cpu = new Cpu();
  const executor = new Executor({ idle: halting(cpu) });
  const wakers: Waker[] = [];
  let keys = 0;
  cpu.on(1, () => {
    keys += 1;
    for (const waker of wakers.splice(0)) waker.wake();
  });
  executor.spawn(
    pollFn((cx) => {
      if (keys > 0) return undefined;
      wakers.push(cx.waker.clone());
      return PENDING;
    }),
  );
  yield { cpu: cpu.share() };
  executor.run();
}

export function device({ cpu }: { readonly cpu: CpuHandle }): void {
  Device.attach(cpu).raise(1);
}

export const channelForOne = blocking(channel, ONE);
export const channelForTwo = blocking(channel, TWO);
export const channelBusy = blocking(channel, BUSY);

export const eventLoopForOne = looping(eventLoop, ONE);
export const eventLoopForTwo = looping(eventLoop, TWO);
export const eventLoopForThree = looping(eventLoop, THREE);
export const eventLoopBusy = looping(eventLoop, BUSY);

export function waker({ items, handle }: Shared): void {
  Atomics.add(items, 0, 1);
  SharedWaker.attach(handle).wake();
}

/** Wakes when the busy task has ended: so it must not wait for this. */
export function patientWaker(shared: Shared): void {
  while (Atomics.load(shared.items, DONE) === 0);
  waker(shared);
}

function wakeOften({ items, handle }: Shared, times: number): void {
  const waker = SharedWaker.attach(handle);
  for (let i = 0; i < times; i += 1) {
    Atomics.add(items, 0, 1);
    waker.wake();
  }
}

export const wakerOfTwo = (shared: Shared): void => wakeOften(shared, 2);
export const wakerOfThree = (shared: Shared): void => wakeOften(shared, 3);
