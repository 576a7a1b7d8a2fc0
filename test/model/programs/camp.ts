/** A camp: threads that join at once, that end while others wake their tasks, and who takes over what they had. */
import assert from 'node:assert/strict';
import { blockOn, Executor, PENDING, pollFn, SharedWaker, sleep, type Waker, type WakerHandle } from 'reveille';
import { Camp, type CampHandle, type Fellow } from 'reveille/camp';
import { eventLoop, parking } from 'reveille/executor';
import { Waiter } from './waiter.js';

interface Shared {
  readonly items: Int32Array;
  readonly camp: CampHandle;
  /** A member, the thread that it was, and what wakes its task. */
  readonly member: Fellow;
  readonly thread: number;
  readonly first: WakerHandle;
}

/** The words that say how many late wakers are through, and whether the member has been ended. */
const [THROUGH, ENDED] = [1, 2];

/** An id that no thread has. */
const THREAD = 12_345_678;

/** A camp with one member, which waits. */
export function setup(): Shared {
  const items = new Int32Array(new SharedArrayBuffer(16));
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const { handle: first } = new Waiter(executor, () => true);
  const camp = Camp.own();
  const { buffer } = camp.share();
  new Int32Array(buffer)[16 + 256 * camp.me.record + 4] = THREAD; // the thread that sets up is also one of those that run
  return { items, camp: { buffer }, member: camp.me, thread: THREAD, first };
}

/** As if the thread had just started: so that one thread can be a member, and then another one. */
function forget(): void {
  const fresh = Reflect.get(globalThis, Symbol.for('reveille.fresh')) as Set<() => void>;
  for (const forget of fresh) forget();
}

export const joiner = ({ camp }: Shared): Fellow => Camp.join(camp).me;

export function ender({ camp, thread, items }: Shared): number {
  const joined = Camp.join(camp);
  joined.ended(thread);
  Atomics.store(items, ENDED, 1);
  return joined.ends;
}

export function lateWaker({ items, first }: Shared): void {
  SharedWaker.attach(first).wake();
  Atomics.add(items, THROUGH, 1);
}

const stateOf = (slot: number): number => 16 + 2 * slot;

interface Inherited {
  readonly record: number;
  readonly polls: number;
  readonly slots: number[];
}

/** Takes the record of the member that has ended, and waits there for nobody. */
function takeOver({ camp, items }: Shared): Inherited {
  const { record } = Camp.join(camp).me;
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const waiters = [new Waiter(executor, () => false), new Waiter(executor, () => false)];
  while (Atomics.load(items, THROUGH) === 0);
  executor.runUntilStalled();
  executor.runUntilStalled();
  return {
    record,
    polls: Math.max(...waiters.map(({ polls }) => polls)),
    slots: waiters.map((one) => one.handle.slot),
  };
}

export function heir(shared: Shared): Inherited {
  Camp.join(shared.camp).ended(shared.thread);
  forget();
  return takeOver(shared);
}

export function patientHeir(shared: Shared): Inherited {
  while (Atomics.load(shared.items, ENDED) === 0);
  return takeOver(shared);
}

/** Takes the record as soon as it is free, and must be woken there. */
export function eagerHeir({ camp, member }: Shared): number {
  const words = new Int32Array(camp.buffer);
  while (Atomics.load(words, 16 + 256 * member.record) !== 0);
  assert.equal(Camp.join(camp).me.record, member.record);
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  const waiter = new Waiter(executor, () => true);
  SharedWaker.attach(waiter.handle).wake();
  executor.run();
  return waiter.polls;
}

/** The late wake was for none of its tasks, each of which has a slot of its own; and no slot is left marked. */
export function inherited({ camp, member, first }: Shared, answers: readonly (Inherited | undefined | number)[]): void {
  const [heir] = answers.filter((answer): answer is Inherited => typeof answer === 'object');
  assert.ok(heir !== undefined);
  assert.equal(heir.record, member.record, 'the record was given back');
  assert.equal(heir.polls, 1, 'the wake was for another task');
  assert.equal(new Set(heir.slots).size, 2);
  assert.equal(Atomics.load(new Int32Array(camp.buffer), stateOf(first.slot)) & 1, 0, 'marked for good');
}

export const apart = (_: Shared, fellows: readonly Fellow[]): void =>
  assert.equal(new Set(fellows.map(({ record }) => record)).size, fellows.length, 'two threads have one record');

export const endedOnce = ({ camp }: Shared): void => assert.equal(Atomics.load(new Int32Array(camp.buffer), 2), 1);

/** Blocks until it hears of the end. Asynchronous, since its event loop would hear of further ones. */
export async function listener({ camp, member }: Shared): Promise<number> {
  const joined = Camp.join(camp);
  const wakers: Waker[] = [];
  const heard: Fellow[] = [];
  joined.onThreadEnd((fellow) => {
    heard.push(fellow);
    for (const waker of wakers.splice(0)) waker.wake();
  });
  return blockOn(
    pollFn((cx) => {
      if (!joined.isAlive(member)) return heard.length;
      cx.waker.share();
      wakers.push(cx.waker.clone());
      return PENDING;
    }),
  );
}

/** A task on the event loop that listens, on a thread that blocks; then the loop's own task is woken. */
export async function* loopThatBlocks(): AsyncGenerator<object, void, { items: Int32Array }> {
  let items: Int32Array | undefined;
  const handles: WakerHandle[] = [];
  const waiting = (wanted: number) =>
    pollFn((cx) => {
      if (items !== undefined && Atomics.load(items, 0) >= wanted) return undefined;
      handles.push(cx.waker.share());
      return PENDING;
    });
  const executor = new Executor({ idle: eventLoop() });
  executor.spawn(waiting(2));
  executor.runUntilStalled();
  const outer = new Executor({ idle: parking({ spin: 0 }) });
  const blocked = outer.spawn(waiting(1));
  outer.runUntilStalled();
  await new Promise((resolve) => setTimeout(resolve, 1)); // the event loop listens
  ({ items } = yield { loop: handles[0], blocked: handles[1] });
  outer.runUntil(blocked);
  await executor.finished();
}

/** The same on a thread that blocks for a while, and is woken by nobody. */
export async function* loopThatNaps(): AsyncGenerator<object, void, { items: Int32Array }> {
  let items: Int32Array | undefined;
  let loop: WakerHandle | undefined;
  const executor = new Executor({ idle: eventLoop() });
  executor.spawn(
    pollFn((cx) => {
      if (items !== undefined && Atomics.load(items, 0) === 1) return undefined;
      loop = cx.waker.share();
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  await new Promise((resolve) => setTimeout(resolve, 1)); // the event loop listens
  ({ items } = yield { loop });
  new Executor({ idle: parking({ spin: 0 }) }).runUntil(sleep(5)); // without looks: the checker lets others go first
  await executor.finished();
}

export function wakerOfLoop({ items, loop }: Handles): void {
  Atomics.add(items, 0, 1);
  SharedWaker.attach(loop).wake();
}

interface Handles {
  readonly items: Int32Array;
  readonly loop: WakerHandle;
  readonly blocked: WakerHandle;
}

export const setupOfLoop = (): { items: Int32Array } => ({ items: new Int32Array(new SharedArrayBuffer(8)) });

export function wakerOfBoth({ items, loop, blocked }: Handles): void {
  Atomics.add(items, 0, 1);
  SharedWaker.attach(blocked).wake();
  Atomics.add(items, 0, 1);
  SharedWaker.attach(loop).wake();
}
