import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { Condvar, type LockHandle, Mutex, type MutexGuard } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import type { Part } from '../part.js';
import { abortSoon, pollAndDrop, withinLimit } from '../polled.js';
import type { LockPlan, LockSetting } from './setting.js';

/** What the mutex protects: tokens that are there, tokens taken so far, and how many threads will yet give some. */
const TOKENS = 0;
const TAKEN = 1;
const GIVERS = 2;

/**
 * Tokens that some give and others take, of which only so many may be there, with one call for each: a call that is lost is
 * a hang. Nobody dies here, since the others would wait for what the dead one was to give.
 */
export function openCondvar(plan: LockPlan, parts: readonly Part[]): Stage {
  const mutex = new Mutex({ bytes: 12 });
  const [hasRoom, hasTokens] = [new Condvar(), new Condvar()];
  const givers = parts.filter(gives).length;
  const locks = [mutex.share(), hasRoom.share(), hasTokens.share()];
  const setting: LockSetting = { ...plan, locks, tally: new SharedArrayBuffer(0) };
  using guard = mutex.lockBlocking();
  wordsOf(guard)[GIVERS] = givers;
  return {
    handles: parts.map(() => setting),
    play: (here) => takeAll(new Store(setting), here),
    async check() {
      const guard = await mutex.lock();
      assert.deepEqual([...wordsOf(guard)], [0, givers * plan.count, 0]);
      guard[Symbol.dispose]();
      for (const lock of [mutex, hasRoom, hasTokens]) lock[Symbol.dispose]();
      return { done: givers * plan.count, lost: 0 };
    },
  };
}

export async function playCondvar(setting: LockSetting, here: Here): Promise<void> {
  const store = new Store(setting);
  await (here.part !== undefined && gives(here.part, here.number) ? giveAll : takeAll)(store, here);
}

const gives = ({ role }: Part, thread: number): boolean => thread === 0 || role % 2 === 0;

/** The locks, as one thread has them. */
class Store {
  readonly mutex: Mutex;
  readonly hasRoom: Condvar;
  readonly hasTokens: Condvar;
  readonly count: number;
  readonly size: number;

  constructor({ locks, count, size }: LockSetting) {
    const [mutex, hasRoom, hasTokens] = locks as [LockHandle, LockHandle, LockHandle];
    this.mutex = Mutex.attach(mutex);
    this.hasRoom = Condvar.attach(hasRoom);
    this.hasTokens = Condvar.attach(hasTokens);
    this.count = count;
    this.size = size;
  }

  drop(): void {
    for (const lock of [this.mutex, this.hasRoom, this.hasTokens]) lock[Symbol.dispose]();
  }
}

async function giveAll(store: Store, here: Here): Promise<void> {
  const { mutex, hasRoom, hasTokens } = store;
  for (let done = 0, step = 0; done < store.count; step += 1) {
    const guard = await lock(mutex, here, step);
    const words = wordsOf(guard);
    const hasGiven = await has(hasRoom, guard, () => (words[TOKENS] as number) >= store.size, here, step);
    if (hasGiven) {
      words[TOKENS] = (words[TOKENS] as number) + 1;
      done += 1;
      if (done === store.count) words[GIVERS] = (words[GIVERS] as number) - 1;
      here.done();
    }
    guard[Symbol.dispose]();
    if (hasGiven) hasTokens.notifyOne();
    if (done === store.count) hasTokens.notifyAll();
  }
  store.drop();
}

async function takeAll(store: Store, here: Here): Promise<void> {
  const { mutex, hasRoom, hasTokens } = store;
  for (let step = 0, isOver = false; !isOver; step += 1) {
    const guard = await lock(mutex, here, step);
    const words = wordsOf(guard);
    const isEmpty = (): boolean => words[TOKENS] === 0 && words[GIVERS] !== 0;
    let hasTaken = false;
    const isAwake = await has(hasTokens, guard, isEmpty, here, step);
    if (isAwake) {
      hasTaken = words[TOKENS] !== 0;
      isOver = !hasTaken;
      if (hasTaken) words[TOKENS] = (words[TOKENS] as number) - 1;
      if (hasTaken) words[TAKEN] = (words[TAKEN] as number) + 1;
    }
    guard[Symbol.dispose]();
    if (hasTaken) hasRoom.notifyOne();
    if (hasTaken) here.done();
    if (!isAwake) await here.keepAway();
  }
  store.drop();
}

async function lock(mutex: Mutex, here: Here, step: number): Promise<MutexGuard> {
  const blocks = here.place > 0 && step % 4 < 2;
  here.at(blocks ? 'lock: block' : 'lock: await');
  return blocks ? mutex.lockBlocking() : await mutex.lock();
}

const WAITS = ['block', 'await', 'limit', 'abort', 'drop'] as const;

/** Waits in the way of the step; whether it has the lock then, and the condition holds no more. */
async function has(condvar: Condvar, guard: MutexGuard, condition: () => boolean, here: Here, step: number) {
  here.at('waits at the condition variable');
  const way = here.place === 0 ? 'await' : here.way(WAITS, step);
  if (way === 'block') condvar.waitWhileBlocking(guard, condition);
  else if (way === 'await') await condvar.waitWhile(guard, condition);
  else if (way === 'limit') {
    return withinLimit((options) => condvar.waitWhileBlocking(guard, condition, options)) !== PENDING;
  } else if (way === 'abort') {
    return (await abortSoon((signal) => condvar.waitWhile(guard, condition, { signal }))) !== PENDING;
  } else return (await pollAndDrop(condvar.waitWhile(guard, condition))) !== PENDING;
  return true;
}

function wordsOf({ bytes }: MutexGuard): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, 3);
}
