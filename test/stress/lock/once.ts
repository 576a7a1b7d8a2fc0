import assert from 'node:assert/strict';
import { Once, PoisonError } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import { isDeath, isSudden, type Part } from '../part.js';
import { dieInside, poisonOf } from './mutex.js';
import type { LockPlan, LockSetting } from './setting.js';
import { type Lockable, take } from './take.js';
import { Tally } from './tally.js';

/** How many there are of them. */
const MOST = 24;

/** Where it stands how many are about each job. */
const INSIDE = 32;

const HALF_DONE = 'half done';

/** Jobs that are done once, though some fail at first, and threads die in the midst of them. */
export function openOnce(plan: LockPlan, parts: readonly Part[]): Stage {
  const onces = Array.from({ length: Math.min(plan.count, MOST) }, () => new Once());
  const tally = new Tally();
  const setting: LockSetting = { ...plan, locks: onces.map((once) => once.share()), tally: tally.buffer };
  const terminated = parts.filter(({ end }) => isSudden(end)).length;
  return {
    handles: parts.map(() => setting),
    play: (here) => callAll(onces, setting, here),
    check() {
      for (const [index, once] of onces.entries()) {
        const times = Atomics.load(tally.data, index);
        assert.ok(once.isCompleted && !once.isPoisoned, `job ${index} is not done`);
        assert.ok(times >= 1 && times <= 1 + terminated, `job ${index} was done ${times} times`);
        once[Symbol.dispose]();
      }
      tally.checkPoison(plan.size > 1 || parts.some(({ end }) => isDeath(end)));
      return { done: onces.length, lost: 0 };
    },
  };
}

export async function playOnce(setting: LockSetting, here: Here): Promise<void> {
  const onces = setting.locks.map((handle) => Once.attach(handle));
  await callAll(onces, setting, here);
  for (const once of onces) once[Symbol.dispose]();
}

async function callAll(onces: readonly Once[], { size, tally: buffer }: LockSetting, here: Here): Promise<void> {
  const tally = new Tally(buffer);
  for (const [index, once] of onces.entries()) {
    if (here.diesOutside(index)) return;
    const job = jobOf(index, size > 1 && index % size === 0 && here.place > 0, tally, here);
    for (let step = index; !once.isCompleted; step += 1) await call(once, job, tally, here, step);
    assert.ok(Atomics.load(tally.data, index) > 0, `job ${index} is not done, and was not waited for`);
    here.done();
  }
}

/** @param fails - whether it does at first. */
function jobOf(index: number, fails: boolean, tally: Tally, here: Here): () => void {
  let isFirst = true;
  return () => {
    if (here.isDying(index)) return dieInside(tally, here, index, () => void Atomics.add(tally.data, index, 1));
    assert.equal(Atomics.add(tally.data, INSIDE + index, 1), 0, 'two are about it');
    const failsNow = fails && isFirst;
    isFirst = false;
    if (!failsNow) Atomics.add(tally.data, index, 1);
    Atomics.sub(tally.data, INSIDE + index, 1);
    if (failsNow) throw new Error(HALF_DONE);
  };
}

/** Calls it in the way of the step; if it was poisoned, all the same. */
async function call(once: Once, job: () => void, tally: Tally, here: Here, step: number): Promise<void> {
  const lock: Lockable<void> = {
    wait: (options) => once.callOnce(job, options),
    block: (options) => once.callOnceBlocking(job, options),
  };
  try {
    const found = await take(lock, here, step).catch(poisonOf<void>);
    if (!(found instanceof PoisonError)) return;
    tally.poisoned(true);
    await found.lock();
  } catch (error) {
    if (!(error instanceof Error && error.message === HALF_DONE)) throw error;
  }
}
