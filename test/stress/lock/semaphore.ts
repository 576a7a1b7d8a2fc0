import assert from 'node:assert/strict';
import { type Permit, Semaphore } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import type { Part } from '../part.js';
import type { LockPlan, LockSetting } from './setting.js';
import { type Lockable, take } from './take.js';
import { Tally } from './tally.js';

/** Permits that are never more than there are, and all back in the end, those of dead threads, too. */
export function openSemaphore(plan: LockPlan, parts: readonly Part[]): Stage {
  const semaphore = new Semaphore(plan.size);
  const tally = new Tally();
  const setting: LockSetting = { ...plan, locks: [semaphore.share()], tally: tally.buffer };
  let done = 0;
  return {
    handles: parts.map(() => setting),
    async play(here) {
      done = await hold(semaphore, setting, here);
    },
    async check() {
      const all = await semaphore.acquire(plan.size);
      assert.equal(semaphore.available, 0);
      all[Symbol.dispose]();
      assert.equal(semaphore.available, plan.size);
      semaphore[Symbol.dispose]();
      return { done, lost: 0 };
    },
  };
}

export async function playSemaphore(setting: LockSetting, here: Here): Promise<void> {
  const [handle] = setting.locks;
  assert.ok(handle !== undefined);
  using semaphore = Semaphore.attach(handle);
  await hold(semaphore, setting, here);
}

async function hold(semaphore: Semaphore, { count, size, tally: buffer }: LockSetting, here: Here): Promise<number> {
  const tally = new Tally(buffer);
  let done = 0;
  for (let step = 0; done < count; step += 1) {
    if (here.diesOutside(done)) break;
    const permits = 1 + (step % size);
    const lock: Lockable<Permit> = {
      try: () => semaphore.tryAcquire(permits),
      wait: (options) => semaphore.acquire(permits, options),
      block: (options) => semaphore.acquireBlocking(permits, options),
    };
    const permit = await take(lock, here, step);
    if (permit === undefined) continue;
    here.at('has the lock');
    if (here.isDying(done)) here.goesOn(done);
    else {
      tally.hold(permits, size);
      tally.release(permits);
      if (step % 16 === 0) {
        permit.forget();
        semaphore.release(permits);
      }
    }
    permit[Symbol.dispose]();
    done += 1;
    here.done();
  }
  return done;
}
