import assert from 'node:assert/strict';
import { Barrier } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import type { Part } from '../part.js';
import type { LockPlan, LockSetting } from './setting.js';
import { PATIENT, take } from './take.js';
import { Tally } from './tally.js';

const ARRIVED = 0;
const LED = 1;

/** A wait costs every thread a sleep, so there are fewer than of other locks. */
const ROUNDS = 10;

/** All wait for all, round after round. Nobody dies here, since a barrier waits for one who died before it came. */
export function openBarrier(plan: LockPlan, parts: readonly Part[]): Stage {
  const size = parts.length + 1;
  const count = Math.ceil(plan.count / ROUNDS);
  const barrier = new Barrier(size);
  const tally = new Tally();
  const setting: LockSetting = { count, size, locks: [barrier.share()], tally: tally.buffer };
  return {
    handles: parts.map(() => setting),
    play: (here) => meet(barrier, setting, here),
    check() {
      barrier[Symbol.dispose]();
      assert.equal(Atomics.load(tally.data, LED), count, 'one leads each round');
      return { done: count * size, lost: 0 };
    },
  };
}

export async function playBarrier(setting: LockSetting, here: Here): Promise<void> {
  const [handle] = setting.locks;
  assert.ok(handle !== undefined);
  using barrier = Barrier.attach(handle);
  await meet(barrier, setting, here);
}

async function meet(barrier: Barrier, { count, size, tally: buffer }: LockSetting, here: Here): Promise<void> {
  const { data } = new Tally(buffer);
  const lock = {
    wait: barrier.wait.bind(barrier),
    block: barrier.waitBlocking.bind(barrier),
  };
  for (let round = 0; round < count; round += 1) {
    Atomics.add(data, ARRIVED, 1);
    // Nobody gives up: whoever does cannot tell whether the others had gone on by then, with its arrival counted.
    const leads = await take(lock, here, round, PATIENT);
    const arrived = Atomics.load(data, ARRIVED);
    const least = (round + 1) * size;
    assert.ok(arrived >= least && arrived < least + size, `in round ${round} of ${size}, ${arrived} have arrived`);
    if (leads) Atomics.add(data, LED, 1);
    here.done();
  }
}
