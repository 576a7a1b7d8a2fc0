import assert from 'node:assert/strict';
import { Mutex, type MutexGuard, PoisonError } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import { isDeath, isSudden, type Part } from '../part.js';
import type { LockPlan, LockSetting } from './setting.js';
import { type Lockable, take } from './take.js';
import { Tally } from './tally.js';

/** A counter that is raised under a mutex: an update that is lost shows, and so does a second one inside. */
export function openMutex(plan: LockPlan, parts: readonly Part[]): Stage {
  const mutex = new Mutex({ bytes: 4 });
  const tally = new Tally();
  const setting: LockSetting = { ...plan, locks: [mutex.share()], tally: tally.buffer };
  return {
    handles: parts.map(() => setting),
    play: (here) => raise(mutex, setting, here),
    async check() {
      const guard = await lockAnyway(mutex, tally, await mutex.lock().then(asIs, poisonOf<MutexGuard>));
      assert.equal(wordOf(guard)[0], tally.sum, 'updates are lost');
      guard[Symbol.dispose]();
      mutex[Symbol.dispose]();
      tally.checkPoison(parts.some(({ end }) => isDeath(end)));
      return { done: tally.sum, lost: 0 };
    },
  };
}

export async function playMutex(setting: LockSetting, here: Here): Promise<void> {
  const [handle] = setting.locks;
  assert.ok(handle !== undefined);
  using mutex = Mutex.attach(handle);
  await raise(mutex, setting, here);
}

async function raise(mutex: Mutex, { count, tally: buffer }: LockSetting, here: Here): Promise<void> {
  const tally = new Tally(buffer);
  const lock: Lockable<MutexGuard> = {
    try: () => mutex.tryLock(),
    wait: (options) => mutex.lock(options),
    block: (options) => mutex.lockBlocking(options),
  };
  for (let done = 0, step = 0; done < count; step += 1) {
    if (here.diesOutside(done)) return;
    const found = await take(lock, here, step).catch(poisonOf<MutexGuard>);
    if (found === undefined) continue;
    const guard = await lockAnyway(mutex, tally, found);
    here.at('has the lock');
    const add = (): void => {
      const word = wordOf(guard);
      word[0] = (word[0] as number) + 1;
      tally.count(here.place);
    };
    if (here.isDying(done)) dieInside(tally, here, done, add);
    else tally.write(add);
    guard[Symbol.dispose]();
    done += 1;
    here.done();
  }
}

/** Of one that dies nobody can tell whether it was inside to the end. */
export function dieInside(tally: Tally, here: Here, done: number, section: () => void): void {
  if (here.part !== undefined && !isSudden(here.part.end)) tally.died(true);
  here.goesOn(done);
  section();
}

/** The lock, although a thread died with it; what it protects is put right. */
async function lockAnyway(
  mutex: Mutex,
  tally: Tally,
  found: MutexGuard | PoisonError<MutexGuard>,
): Promise<MutexGuard> {
  if (!(found instanceof PoisonError)) return found;
  const guard = await found.lock();
  wordOf(guard)[0] = tally.sum;
  tally.poisoned(true);
  mutex.clearPoison();
  return guard;
}

export function poisonOf<G>(error: unknown): PoisonError<G> {
  if (error instanceof PoisonError) return error as PoisonError<G>;
  throw error;
}

export const asIs = <G>(guard: G): G => guard;

function wordOf({ bytes }: MutexGuard): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, 1);
}
