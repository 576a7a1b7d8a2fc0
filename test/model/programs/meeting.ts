/** Where threads wait for each other: condition variables, barriers, wait groups, and what is done once. */
import assert from 'node:assert/strict';
import { co, Executor } from 'reveille';
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

interface Shared {
  readonly items: Int32Array;
  readonly handle: LockHandle;
}

const items = (): Int32Array => new Int32Array(new SharedArrayBuffer(16));

// Hosts make what others attach to, so they have their seats before the others come, and their schedules are short.

export const setupOfItems = (): Pick<Shared, 'items'> => ({ items: items() });

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

export function buyer({ items, handle, mutex }: Market): void {
  buy(items, Condvar.attach(handle), Mutex.attach(mutex));
}

export function seller({ items, handle, mutex }: Market): void {
  sell(items, Condvar.attach(handle), Mutex.attach(mutex));
}

const hostOfMarket = (run: typeof buy) =>
  function* (): Generator<object, void, Market> {
    const [condvar, mutex] = [new Condvar({ threads: 4 }), new Mutex({ threads: 4 })];
    const { items } = yield { handle: condvar.share(), mutex: mutex.share() };
    run(items, condvar, mutex);
  };

export const hostWhoBuys = hostOfMarket(buy);
export const hostWhoSells = hostOfMarket(sell);

export function sellerOfTwo({ items, handle, mutex }: Market): void {
  const condvar = Condvar.attach(handle);
  using _ = wait(Mutex.attach(mutex).lock());
  Atomics.store(items, 0, Atomics.load(items, 0) + 2);
  condvar.notifyAll();
}

/** Begins to wait, and gives it up. */
export function quitter({ items, handle, mutex: of }: Market): void {
  const condvar = Condvar.attach(handle);
  const mutex = Mutex.attach(of);
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
}

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

export const guest = ({ items, handle }: Shared): number => meet(items, Barrier.attach(handle), 2, 1);
export const guestTwice = ({ items, handle }: Shared): number => meet(items, Barrier.attach(handle), 2, 2);
export const oneOfThree = ({ items, handle }: Shared): number => meet(items, Barrier.attach(handle), 3, 1);

export function* host(): Generator<object, number, Shared> {
  const barrier = new Barrier(2, { threads: 4 });
  const { items } = yield { handle: barrier.share() };
  return meet(items, barrier, 2, 1);
}

/** Comes, goes before the others are there, and comes back. */
export function restless(shared: Shared): number {
  const barrier = Barrier.attach(shared.handle);
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
}

/** Has company in `restless` only if that one has stayed; else it is alone, and goes. */
export function tolerant({ items, handle }: Shared): number {
  const barrier = Barrier.attach(handle);
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
}

export const oneLeads = (_: Shared, led: readonly number[]): void =>
  assert.equal(
    led.reduce((sum, n) => sum + n, 0),
    1,
  );
export const oneLeadsEachTime = (_: Shared, led: readonly number[]): void =>
  assert.equal(
    led.reduce((sum, n) => sum + n, 0),
    2,
  );
/** Each round that was over had its leader: of two, one leads, or none; nobody leads alone. */
export const nobodyLeadsAlone = (_: Shared, led: readonly number[]): void =>
  assert.ok(led.filter((n) => n === 1).length <= 1, 'two led');

// A wait group: word 0 counts those who are through.

interface Group {
  readonly items: Int32Array;
  readonly handles: readonly WaitGroupHandle[];
}

export function setupOfGroup(): Group {
  using group = new WaitGroup({ threads: 4 });
  return { items: items(), handles: [group.share(), group.share(), group.share()] };
}

export function worker({ items, handles }: Group): void {
  using _ = WaitGroup.attach(handles[0] as WaitGroupHandle);
  Atomics.add(items, 0, 1);
}

export function otherWorker({ items, handles }: Group): void {
  using group = WaitGroup.attach(handles[1] as WaitGroupHandle);
  using _ = group.clone();
  Atomics.add(items, 0, 1);
}

export function mortalWorker({ items, handles }: Group): void {
  WaitGroup.attach(handles[0] as WaitGroupHandle);
  Atomics.add(items, 0, 1);
  die();
}

/** Has the same handle as `hostOfTwins`, and one more behind it that only it has. */
export function twin({ items, handles }: Group): void {
  WaitGroup.attach(handles[0] as WaitGroupHandle)[Symbol.dispose]();
  using _ = WaitGroup.attach(handles[1] as WaitGroupHandle);
  Atomics.add(items, 0, 1);
}

export function* hostOfTwins(): Generator<object, void, Group> {
  const group = new WaitGroup({ threads: 4 });
  const handles = [group.share(), group.share()];
  const { items } = yield { handles };
  WaitGroup.attach(handles[0] as WaitGroupHandle)[Symbol.dispose]();
  wait(group.wait());
  assert.equal(Atomics.load(items, 0), 1, 'the handle of both took another one off the count');
}

export function* hostWhoWaits(): Generator<object, void, Group> {
  const group = new WaitGroup({ threads: 4 });
  const { items } = yield { handles: [group.share()] };
  wait(group.wait());
  assert.equal(Atomics.load(items, 0), 1, 'waited for too few');
}

function waitForOthers({ items, handles }: Group, others: number): void {
  for (const handle of handles.slice(1 + others)) WaitGroup.attach(handle)[Symbol.dispose]();
  wait(WaitGroup.attach(handles[others] as WaitGroupHandle).wait());
  assert.equal(Atomics.load(items, 0), others, 'waited for too few');
}

export const waiter = (group: Group): void => waitForOthers(group, 1);
export const waiterForTwo = (group: Group): void => waitForOthers(group, 2);

// What is done once: word 0 counts how often, word 1 how often it failed.

export const setupOfOnce = (): Shared => ({ items: items(), handle: new Once({ threads: 4 }).share() });

export function caller({ items, handle }: Shared): void {
  wait(Once.attach(handle).callOnce(() => void Atomics.add(items, 0, 1)));
  assert.equal(Atomics.load(items, 0), 1, 'not done, or twice');
}

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
export const failing = ({ items, handle }: Shared): string => fail(items, Once.attach(handle));

export function* hostWhoFails(): Generator<object, string, Shared> {
  const once = new Once({ threads: 4 });
  const { items } = yield { handle: once.share() };
  return fail(items, once);
}

/** Dies while it does it. */
export function mortalCaller({ items, handle }: Shared): void {
  const once = Once.attach(handle);
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
  void items;
}

export function heir({ items, handle }: Shared): void {
  const once = Once.attach(handle);
  try {
    wait(once.callOnce(() => void Atomics.add(items, 0, 1)));
  } catch (error) {
    assert.ok(error instanceof PoisonError);
    wait(error.lock());
  }
  assert.equal(Atomics.load(items, 0), 1);
  assert.ok(once.isCompleted && !once.isPoisoned);
}

export const failedOnce = ({ items }: Shared, names: readonly string[]): void => {
  assert.equal(items[1], 1);
  assert.deepEqual([...names].sort(), ['PoisonError', 'RangeError']);
};
