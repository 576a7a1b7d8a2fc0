import fc from 'fast-check';
import type { Act, Stage } from '../act.js';
import type { Part } from '../part.js';
import { openBarrier } from './barrier.js';
import { openCondvar } from './condvar.js';
import { openMutex } from './mutex.js';
import { openNotify } from './notify.js';
import { openOnce } from './once.js';
import { openRwLock } from './rw-lock.js';
import { openSemaphore } from './semaphore.js';
import type { LockPlan } from './setting.js';
import { openWaitGroup } from './wait-group.js';

const plans: fc.Arbitrary<LockPlan> = fc.record({
  count: fc.integer({ min: 1, max: 1_000 }),
  size: fc.integer({ min: 1, max: 5 }),
});

function lockAct(play: Act['play'], kind: string, open: (plan: LockPlan, parts: readonly Part[]) => Stage) {
  return { kind, play, plans, open };
}

/** Acts with locks. */
export const LOCKS: readonly Act<LockPlan>[] = [
  lockAct('mutex', 'mutex', openMutex),
  lockAct('rwLock', 'reader-writer lock', openRwLock),
  lockAct('semaphore', 'semaphore', openSemaphore),
  lockAct('condvar', 'condition variable', openCondvar),
  lockAct('barrier', 'barrier', openBarrier),
  lockAct('waitGroup', 'wait group', openWaitGroup),
  lockAct('once', 'once', openOnce),
  lockAct('notify', 'notify', openNotify),
];
