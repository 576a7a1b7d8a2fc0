/** Where threads wait for each other: condition variables, barriers, wait groups, and what is done once. */
import assert from 'node:assert/strict';
import { Context, co, Executor, type Future, Waker, type WakerHandle } from 'reveille';
import { parking } from 'reveille/executor';
import {
  Barrier,
  Condvar,
  type LockHandle,
  Mutex,
  Once,
  PoisonError,
  WaitGroup,
  type WaitGroupHandle,
} from 'reveille/lock';
import { wait } from './channel-owner.js';
import { die } from './dying.js';
import { seated } from './seated.js';

interface Shared {
  readonly items: Int32Array;
  readonly handle: LockHandle;
}

const items = (): Int32Array => new Int32Array(new SharedArrayBuffer(16));

// A condition variable: word 0 counts things that are there to be taken, under the mutex.

interface Market extends Shared {
  readonly mutex: LockHandle;
}

export const setupOfCondvar = (): Market => ({
  items: items(),
  handle: new Condvar({ threads: 4 }).share(),
  mutex: new Mutex({ threads: 4 }).share(),
});

function buy(items: Int32Array, condvar: Condvar, mutex: Mutex): void {
  using guard = wait(mutex.lock());
  wait(condvar.waitWhile(guard, () => Atomics.load(items, 0) === 0));
  Atomics.store(items, 0, Atomics.load(items, 0) - 1);
}

function sell(items: Int32Array, condvar: Condvar, mutex: Mutex): void {
  using _ = wait(mutex.lock());
  Atomics.store(items, 0, Atomics.load(items, 0) + 1);
  condvar.notifyOne();
}

const marketOf = ({ handle, mutex }: Market) => ({ condvar: Condvar.attach(handle), mutex: Mutex.attach(mutex) });

export const buyer = seated(marketOf, ({ condvar, mutex }, { items }) => buy(items, condvar, mutex));
export const seller = seated(marketOf, ({ condvar, mutex }, { items }) => sell(items, condvar, mutex));

export const sellerOfTwo = seated(marketOf, ({ condvar, mutex }, { items }) => {
  using _ = wait(mutex.lock());
  Atomics.store(items, 0, Atomics.load(items, 0) + 2);
  condvar.notifyAll();
});

/** Begins to wait, and gives it up. */
export const quitter = seated(marketOf, ({ condvar, mutex }, { items }) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const waiting = executor.spawn(
    co(function* () {
      using guard = yield* mutex.lock();
      yield* condvar.waitWhile(guard, () => Atomics.load(items, 0) === 0);
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
});

// A barrier: nobody leaves a round before all have come.

export const setupOfBarrier = (): Shared => ({ items: items(), handle: new Barrier(2, { threads: 4 }).share() });
export const setupOfThree = (): Shared => ({ items: items(), handle: new Barrier(3, { threads: 4 }).share() });

function meet(items: Int32Array, barrier: Barrier, size: number, rounds: number): number {
  let led = 0;
  for (let round = 1; round <= rounds; round += 1) {
    Atomics.add(items, 0, 1);
    if (wait(barrier.wait())) led += 1;
    assert.ok(Atomics.load(items, 0) >= round * size, 'left before all had come');
  }
  return led;
}

const barrierOf = ({ handle }: Shared): Barrier => Barrier.attach(handle);

export const guest = seated(barrierOf, (barrier, { items }) => meet(items, barrier, 2, 1));
export const oneOfThree = seated(barrierOf, (barrier, { items }) => meet(items, barrier, 3, 1));

/** Comes, goes before the others are there, and comes back. */
export const restless = seated(barrierOf, (barrier, shared) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let led = -1;
  Atomics.add(shared.items, 0, 1);
  const waiting = executor.spawn(
    co(function* () {
      led = (yield* barrier.wait()) ? 1 : 0;
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
  return led;
});

/** What it is told is done at once, within the call of whoever wakes it. */
class AtOnce extends Waker {
  constructor(readonly act: () => void) {
    super();
  }

  override wakeByRef(): void {
    this.act();
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  /** Other threads wake this one, which does not sleep for it alone. */
  override share(): WakerHandle {
    return {} as WakerHandle;
  }

  override [Symbol.dispose](): void {}
}

const atOnce = (act: () => void): Context => {
  const { waker, services } = Context.fromWaker(new AtOnce(act));
  return { waker, services: { ...services, eventLoop: false } };
};

/** Comes twice; and when it is called it comes for the next round, before it looks whether the one that it waits for is over. */
export const returning = seated(barrierOf, (barrier, { items }) => {
  Atomics.add(items, 0, 2);
  let next: Future<boolean> | undefined;
  const first = barrier.wait();
  first.poll(
    atOnce(() => {
      next ??= barrier.wait();
      next.poll(atOnce(() => {}));
    }),
  );
  wait(barrier.wait());
  assert.equal(first.poll(atOnce(() => {})), false); // and the next one waits on: dropped, it would pass a call on
});

/** Has company in `restless` only if that one has stayed; else it is alone, and goes. */
export const tolerant = seated(barrierOf, (barrier, { items }) => {
  Atomics.add(items, 0, 1);
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let led = -1;
  const waiting = executor.spawn(
    co(function* () {
      led = (yield* barrier.wait()) ? 1 : 0;
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
  return led;
});

export const oneLeads = (_: Shared, led: readonly number[]): void =>
  assert.equal(
    led.reduce((sum, n) => sum + n, 0),
    1,
  );
/** Each round that was over had its leader: of two, one leads, or none; nobody leads alone. */
export const nobodyLeadsAlone = (_: Shared, led: readonly number[]): void =>
  assert.ok(led.filter((n) => n === 1).length <= 1, 'two led');

// A wait group: word 0 counts those who are through.

interface Group {
  readonly items: Int32Array;
  readonly handles: readonly WaitGroupHandle[];
}

export const setupOfItems = (): Pick<Shared, 'items'> => ({ items: items() });

export function setupOfGroup(): Group {
  using group = new WaitGroup({ threads: 4 });
  return { items: items(), handles: [group.share(), group.share(), group.share()] };
}

const groupOf =
  (handle: number) =>
  ({ handles }: Group): WaitGroup =>
    WaitGroup.attach(handles[handle] as WaitGroupHandle);

function work(group: WaitGroup, { items }: Group): void {
  using _ = group;
  Atomics.add(items, 0, 1);
}

export const worker = seated(groupOf(0), work);
export const otherWorker = seated(groupOf(1), (group, shared) => {
  using _ = group.clone();
  work(group, shared);
});
/** Its handle is on its way while the other one waits. */
export const lateWorker = (shared: Group): void => work(groupOf(0)(shared), shared);

export const mortalWorker = seated(groupOf(0), (_, { items }) => {
  Atomics.add(items, 0, 1);
  die();
});

/** Has the same handle as `hostOfTwins`, and one more behind it that only it has: both arrive while it is at work. */
export const twin = seated(groupOf(2), (group, shared) => {
  groupOf(0)(shared)[Symbol.dispose]();
  group[Symbol.dispose]();
  work(groupOf(1)(shared), shared);
});

/** Makes the group, so that there is no seat but its own and the other one's. */
export function* hostOfTwins(): Generator<object, void, Group> {
  const group = new WaitGroup({ threads: 4 });
  const handles = [group.share(), group.share(), group.share()];
  const shared = yield { handles };
  groupOf(0)(shared)[Symbol.dispose]();
  wait(group.wait());
  assert.equal(Atomics.load(shared.items, 0), 1, 'the handle of both took another one off the count');
}

const waiting = (others: number) =>
  seated(
    (shared: Group) => {
      for (const handle of shared.handles.slice(1 + others)) WaitGroup.attach(handle)[Symbol.dispose]();
      return groupOf(others)(shared);
    },
    (group, { items }) => {
      wait(group.wait());
      assert.equal(Atomics.load(items, 0), others, 'waited for too few');
    },
  );

export const waiter = waiting(1);
export const waiterForTwo = waiting(2);

// What is done once: word 0 counts how often, word 1 how often it failed.

export const setupOfOnce = (): Shared => ({ items: items(), handle: new Once({ threads: 4 }).share() });

const onceOf = ({ handle }: Shared): Once => Once.attach(handle);

export const caller = seated(onceOf, (once, { items }) => {
  wait(once.callOnce(() => void Atomics.add(items, 0, 1)));
  assert.equal(Atomics.load(items, 0), 1, 'not done, or twice');
});

function fail(items: Int32Array, once: Once): string {
  try {
    wait(
      once.callOnce(() => {
        Atomics.add(items, 1, 1);
        throw new RangeError('as told');
      }),
    );
    return 'done';
  } catch (error) {
    return (error as Error).name;
  }
}

/** Whoever comes first fails. */
export const failing = seated(onceOf, (once, { items }) => fail(items, once));

/** Dies while it does it. */
export const mortalCaller = seated(onceOf, (once) => {
  try {
    wait(
      once.callOnce(() => {
        die();
        throw new RangeError('dead'); // and does nothing more that counts
      }),
    );
  } catch {
    // it is dead
  }
});

export const heir = seated(onceOf, (once, { items }) => {
  try {
    wait(once.callOnce(() => void Atomics.add(items, 0, 1)));
  } catch (error) {
    assert.ok(error instanceof PoisonError);
    wait(error.lock());
  }
  assert.equal(Atomics.load(items, 0), 1);
  assert.ok(once.isCompleted && !once.isPoisoned);
});

export const failedOnce = ({ items }: Shared, names: readonly string[]): void => {
  assert.equal(items[1], 1);
  assert.deepEqual([...names].sort(), ['PoisonError', 'RangeError']);
};
