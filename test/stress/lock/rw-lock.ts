import assert from 'node:assert/strict';
import { PoisonError, type ReadGuard, RwLock, type WriteGuard } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import { isDeath, type Part } from '../part.js';
import { asIs, dieInside, poisonOf } from './mutex.js';
import type { LockPlan, LockSetting } from './setting.js';
import { type Lockable, take } from './take.js';
import { Tally } from './tally.js';

/** Two words that are raised together: a reader that finds them different was inside with a writer. */
export function openRwLock(plan: LockPlan, parts: readonly Part[]): Stage {
  const lock = new RwLock();
  const tally = new Tally();
  const setting: LockSetting = { ...plan, locks: [lock.share()], tally: tally.buffer };
  return {
    handles: parts.map(() => setting),
    play: (here) => readAndWrite(lock, setting, here),
    async check() {
      const guard = await writeAnyway(lock, tally);
      assert.deepEqual([...tally.data.subarray(0, 2)], [tally.sum, tally.sum], 'updates are lost');
      guard[Symbol.dispose]();
      lock[Symbol.dispose]();
      tally.checkPoison(parts.some(({ end }) => isDeath(end)));
      return { done: tally.sum, lost: 0 };
    },
  };
}

export async function playRwLock(setting: LockSetting, here: Here): Promise<void> {
  const [handle] = setting.locks;
  assert.ok(handle !== undefined);
  using lock = RwLock.attach(handle);
  await readAndWrite(lock, setting, here);
}

async function readAndWrite(lock: RwLock, { count, tally: buffer }: LockSetting, here: Here): Promise<void> {
  const tally = new Tally(buffer);
  const writing: Lockable<WriteGuard> = {
    try: () => lock.tryWrite(),
    wait: (options) => lock.write(options),
    block: (options) => lock.writeBlocking(options),
  };
  const reading: Lockable<ReadGuard> = {
    try: () => lock.tryRead(),
    wait: (options) => lock.read(options),
    block: (options) => lock.readBlocking(options),
  };
  for (let done = 0, step = 0; done < count; step += 1) {
    if (here.diesOutside(done)) return;
    const writes = here.way([true, false, false], step) !== (step % 8 === 0);
    const found = await take<WriteGuard | ReadGuard>(writes ? writing : reading, here, step).catch(poisonOf);
    if (found === undefined) continue;
    if (found instanceof PoisonError) {
      here.at('lock: poisoned');
      (await writeAnyway(lock, tally))[Symbol.dispose]();
      continue;
    }
    here.at('has the lock');
    if (writes) write(tally, here, done);
    else read(tally, here, done);
    found[Symbol.dispose]();
    done += 1;
    here.done();
  }
}

function write(tally: Tally, here: Here, done: number): void {
  const { data } = tally;
  const section = (): void => {
    data[0] = (data[0] as number) + 1;
    tally.count(here.place);
    data[1] = (data[1] as number) + 1;
  };
  if (here.isDying(done)) dieInside(tally, here, done, section);
  else tally.write(section);
}

/** A reader that dies poisons nothing. */
function read(tally: Tally, here: Here, done: number): void {
  const section = (): void => assert.equal(tally.data[0], tally.data[1], 'a reader has seen half of a change');
  if (here.isDying(done)) here.goesOn(done);
  else tally.read(section);
}

/** Writes, although a thread may have died while it did; what it left is put right. */
async function writeAnyway(lock: RwLock, tally: Tally): Promise<WriteGuard> {
  const found = await lock.write().then(asIs, poisonOf<WriteGuard>);
  if (!(found instanceof PoisonError)) return found;
  const guard = await found.lock();
  tally.data.fill(tally.sum, 0, 2);
  tally.poisoned(true);
  lock.clearPoison();
  return guard;
}
