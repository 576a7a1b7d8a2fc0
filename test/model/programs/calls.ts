/** Calls in a table: one that is answered, watched, dropped, made again in the same slot, doomed, and failed in the place of the dead. */
import assert from 'node:assert/strict';
import { PENDING, pollFn, Waker } from 'reveille';
import {
  allocateTable,
  answerCall,
  CANCEL,
  CallTable,
  claimCall,
  doomCall,
  dropCall,
  failCall,
  Ground,
  home,
  PAYLOAD,
  queueCall,
  Slots,
  STATE,
  takeAnswered,
  unwatchCall,
  watchCall,
} from '../../../src/threads/wire/index.js';
import { wait } from './channel-owner.js';

export interface Shared {
  readonly calls: SharedArrayBuffer;
  readonly camp: SharedArrayBuffer;
  /** The first slot, and the state of the first call in it when it ran. */
  readonly slot: number;
  readonly state: number;
}

/** Wakes whoever waits for answers. */
export class Bell extends Waker {
  waker: Waker | undefined;
  override wakeByRef(): void {
    this.waker?.wakeByRef();
  }
  override clone(): Waker {
    return this;
  }
  override willWake(other: Waker): boolean {
    return other === this;
  }
  override [Symbol.dispose](): void {}
}

/** The seats that the workers are said to have. */
const [WORKER, OTHER] = [1, 2];

/** Who calls. */
export class Calls {
  readonly table = new CallTable(allocateTable(4), home.own);
  readonly #bell = new Bell();
  readonly seat = this.table.seats.take(this.#bell);
  readonly slots = new Slots(this.table, this.seat, () => {});

  call(argument: number): number {
    const slot = this.slots.take();
    this.table.words[this.table.slotAt(slot) + PAYLOAD] = argument;
    queueCall(this.table, slot);
    return slot;
  }

  /** Waits for so many answers. */
  answers(count: number): number[] {
    const { table, seat, slots } = this;
    const found: number[] = [];
    return wait(
      pollFn((cx) => {
        takeAnswered(table, seat, found);
        if (found.length < count) {
          this.#bell.waker = cx.waker.clone();
          cx.waker.share();
          return PENDING;
        }
        return found.map((slot) => {
          slots.give(slot);
          return table.words[table.slotAt(slot) + PAYLOAD] as number;
        });
      }),
    );
  }

  /** The answer, which nobody tells of if this thread sees it. */
  watch(slot: number): number {
    const { table, slots } = this;
    if (!watchCall(table, slot) || unwatchCall(table, slot)) return this.answers(1)[0] as number;
    slots.give(slot);
    return table.words[table.slotAt(slot) + PAYLOAD] as number;
  }

  share(slot: number): Shared {
    const { table } = this;
    const state = table.words[table.slotAt(slot) + STATE] as number;
    return { calls: table.buffer, camp: table.member.ground.buffer, slot, state };
  }
}

export function seen({ calls, camp }: Shared): CallTable {
  const ground = new Ground('camp', camp);
  return new CallTable(calls, { ground, record: 1, epoch: 1 } as typeof home.own); // it has joined, as far as that matters here
}

/** Squares what it was called with, unless there is no such call. Answers with what it was called, and 0 or -1 otherwise. */
function work(table: CallTable, slot: number, seat: number): number {
  if (!claimCall(table, slot, seat)) return 0;
  const { words } = table;
  const at = table.slotAt(slot);
  const argument = words[at + PAYLOAD] as number;
  const isDropped = Atomics.load(words, at + CANCEL) !== 0;
  assert.ok(!(isDropped && argument === SECOND), 'the mark of the call before');
  words[at + PAYLOAD] = argument * argument;
  return answerCall(table, slot, seat) ? argument : -1;
}

const [FIRST, SECOND] = [3, 5];

export function* caller(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  yield calls.share(calls.call(FIRST));
  return calls.answers(1);
}

export function* callerOfTwo(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  const slot = calls.call(FIRST);
  assert.equal(calls.call(SECOND), slot + 1);
  yield calls.share(slot);
  return [...calls.answers(2)].sort((a, b) => a - b);
}

/** Looks at the state while it waits. */
export function* watcher(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  const slot = calls.call(FIRST);
  yield calls.share(slot);
  return [calls.watch(slot)];
}

/** Watches a call that runs when the others begin. */
export function* watcherOfRunning(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  const slot = calls.call(FIRST);
  claimCall(calls.table, slot, WORKER);
  yield calls.share(slot);
  return [calls.watch(slot)];
}

/** Drops its call, and makes another one, in the same slot if that is free by then. */
export function* fickle(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  const slot = calls.call(FIRST);
  yield calls.share(slot);
  if (!dropCall(calls.table, slot)) assert.deepEqual(calls.answers(1), [FIRST * FIRST]);
  else calls.slots.give(slot);
  assert.equal(calls.call(SECOND), slot);
  return calls.answers(1);
}

export const worker = (shared: Shared): number => work(seen(shared), shared.slot, WORKER);
export const otherWorker = (shared: Shared): number => work(seen(shared), shared.slot, OTHER);

export function workerOfTwo(shared: Shared): number {
  const table = seen(shared);
  return work(table, shared.slot, WORKER) + work(table, shared.slot + 1, WORKER);
}

export const workerOfSecond = (shared: Shared): number => work(seen(shared), shared.slot + 1, OTHER);

/** Looks at the stale number again and again, until the second call was there. */
export function patientWorker(shared: Shared): number {
  const table = seen(shared);
  for (;;) if (work(table, shared.slot, WORKER) === SECOND) return SECOND;
}

/** A call that runs when the others begin, and then another one in its slot, which the same worker takes. */
export function* runner(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  const slot = calls.call(FIRST);
  claimCall(calls.table, slot, WORKER);
  yield calls.share(slot);
  const { table } = calls;
  if (!answerCall(table, slot, WORKER)) return [0];
  calls.answers(1);
  calls.call(SECOND);
  assert.equal(work(table, slot, WORKER), SECOND, 'a later run was doomed');
  return calls.answers(1);
}

export const doomer = (shared: Shared): boolean => doomCall(seen(shared), shared.slot, shared.state);

/** The call is doomed and failed, or answered. */
export function* doomed(): Generator<Shared, readonly number[]> {
  const calls = new Calls();
  const slot = calls.call(FIRST);
  claimCall(calls.table, slot, WORKER);
  yield calls.share(slot);
  answerCall(calls.table, slot, WORKER);
  return calls.answers(1);
}

export function undertaker(shared: Shared): boolean {
  const table = seen(shared);
  if (!doomCall(table, shared.slot, shared.state)) return false;
  failCall(table, shared.slot);
  return true;
}

export const answered = (_: Shared, [answers, ...runs]: readonly [number[], ...number[]]): void => {
  assert.deepEqual(answers, [FIRST * FIRST]);
  assert.equal(runs.filter((argument) => argument === FIRST).length, 1, 'it ran as often as it was called');
};
export const toldOnce = (shared: Shared, results: readonly [number[], ...number[]]): void => {
  answered(shared, results);
  const table = seen(shared);
  assert.equal(Atomics.load(table.words, table.headOf(0)), 0, 'told of an answer that was seen');
};
export const buried = (_: Shared, [, isDoomed]: readonly [number[], boolean]): void =>
  assert.ok(isDoomed, 'a call that is watched was not to be doomed');
export const bothAnswered = (_: Shared, [answers]: readonly [number[]]): void =>
  assert.deepEqual(answers, [FIRST * FIRST, SECOND * SECOND]);
export const secondAnswered = (_: Shared, [answers]: readonly [number[]]): void =>
  assert.deepEqual(answers, [SECOND * SECOND]);
export const doomedOrLater = (_: Shared, [answers, isDoomed]: readonly [number[], boolean]): void =>
  assert.deepEqual(answers, isDoomed ? [0] : [SECOND * SECOND]);
