import assert from 'node:assert/strict';
import { WaitGroup, type WaitGroupHandle } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import { isDeath, type Part } from '../part.js';
import type { LockPlan, LockSetting } from './setting.js';
import { Tally } from './tally.js';

/** Some belong to a group, for a while by several members, and die or are through; nobody is waited for longer, or less long. */
export function openWaitGroup(plan: LockPlan, parts: readonly Part[]): Stage {
  const group = new WaitGroup();
  const tally = new Tally();
  const handles = parts.map(
    (): LockSetting<WaitGroupHandle> => ({ ...plan, locks: [group.share()], tally: tally.buffer }),
  );
  return {
    handles,
    async play(here) {
      here.at('waits for the group');
      await group.wait();
      for (const [thread, { end }] of parts.entries()) {
        const isThrough = Atomics.load(tally.data, thread) === 1;
        assert.ok(isThrough || isDeath(end), `thread ${thread} is not through, and was not waited for`);
      }
      here.done();
    },
    check: () => ({ done: tally.sum, lost: 0 }),
  };
}

export async function playWaitGroup(setting: LockSetting<WaitGroupHandle>, here: Here): Promise<void> {
  const [handle] = setting.locks;
  assert.ok(handle !== undefined);
  const tally = new Tally(setting.tally);
  let group = WaitGroup.attach(handle);
  for (let done = 0; done < setting.count && here.goesOn(done); done += 1) {
    const next = group.clone();
    group[Symbol.dispose]();
    group = next;
    tally.count(here.place);
    here.done();
    if (done % 64 === 63) await here.pause();
  }
  Atomics.store(tally.data, here.number, 1);
  if ((here.part?.role ?? 0) % 2 === 0) group[Symbol.dispose]();
  else await waitFor(group, here);
}

/** One who waits is through itself. */
async function waitFor(group: WaitGroup, here: Here): Promise<void> {
  here.at('waits for the group');
  if (here.number % 2 === 0) await group.wait();
  else group.waitBlocking();
}
