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
import { block } from './block.js';
import { die } from './dying.js';

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

export function buyer({ items, handle, mutex }: Market): void {
  const condvar = Condvar.attach(handle);
  using guard = block(Mutex.attach(mutex).lock());
  block(condvar.waitWhile(guard, () => Atomics.load(items, 0) === 0));
  Atomics.store(items, 0, Atomics.load(items, 0) - 1);
}

export function seller({ items, handle, mutex }: Market): void {
  const condvar = Condvar.attach(handle);
  using _ = block(Mutex.attach(mutex).lock());
  Atomics.store(items, 0, Atomics.load(items, 0) + 1);
  condvar.notifyOne();
}

export function sellerOfTwo({ items, handle, mutex }: Market): void {
  const condvar = Condvar.attach(handle);
  using _ = block(Mutex.attach(mutex).lock());
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

function meet({ items, handle }: Shared, size: number, rounds: number): number {
  const barrier = Barrier.attach(handle);
  let led = 0;
  for (let round = 1; round <= rounds; round += 1) {
    Atomics.add(items, 0, 1);
    if (block(barrier.wait())) led += 1;
    assert.ok(Atomics.load(items, 0) >= round * size, 'left before all had come');
  }
  return led;
}

export const guest = (shared: Shared): number => meet(shared, 2, 1);
export const guestTwice = (shared: Shared): number => meet(shared, 2, 2);
export const oneOfThree = (shared: Shared): number => meet(shared, 3, 1);

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

/** Has the same handle as `twinWhoWaits`, and one more behind it that only it has. */
export function twin({ items, handles }: Group): void {
  WaitGroup.attach(handles[0] as WaitGroupHandle)[Symbol.dispose]();
  using _ = WaitGroup.attach(handles[1] as WaitGroupHandle);
  Atomics.add(items, 0, 1);
}

export function twinWhoWaits({ items, handles }: Group): void {
  WaitGroup.attach(handles[0] as WaitGroupHandle)[Symbol.dispose]();
  block(WaitGroup.attach(handles[2] as WaitGroupHandle).wait());
  assert.equal(Atomics.load(items, 0), 1, 'the handle of both took a third one off the count');
}

function wait({ items, handles }: Group, others: number): void {
  for (const handle of handles.slice(1 + others)) WaitGroup.attach(handle)[Symbol.dispose]();
  block(WaitGroup.attach(handles[others] as WaitGroupHandle).wait());
  assert.equal(Atomics.load(items, 0), others, 'waited for too few');
}

export const waiter = (group: Group): void => wait(group, 1);
export const waiterForTwo = (group: Group): void => wait(group, 2);

// What is done once: word 0 counts how often, word 1 how often it failed.

export const setupOfOnce = (): Shared => ({ items: items(), handle: new Once({ threads: 4 }).share() });

export function caller({ items, handle }: Shared): void {
  block(Once.attach(handle).callOnce(() => void Atomics.add(items, 0, 1)));
  assert.equal(Atomics.load(items, 0), 1, 'not done, or twice');
}

/** Whoever comes first fails. */
export function failing({ items, handle }: Shared): string {
  const once = Once.attach(handle);
  try {
    block(
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

/** Dies while it does it. */
export function mortalCaller({ items, handle }: Shared): void {
  const once = Once.attach(handle);
  try {
    block(
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
    block(once.callOnce(() => void Atomics.add(items, 0, 1)));
  } catch (error) {
    assert.ok(error instanceof PoisonError);
    block(error.lock());
  }
  assert.equal(Atomics.load(items, 0), 1);
  assert.ok(once.isCompleted && !once.isPoisoned);
}

export const failedOnce = ({ items }: Shared, names: readonly string[]): void => {
  assert.equal(items[1], 1);
  assert.deepEqual([...names].sort(), ['PoisonError', 'RangeError']);
};
