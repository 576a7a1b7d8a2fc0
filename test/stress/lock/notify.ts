import assert from 'node:assert/strict';
import { co } from 'reveille';
import { Notify } from 'reveille/lock';
import type { Stage } from '../act.js';
import type { Here } from '../here.js';
import type { Part } from '../part.js';
import type { LockPlan, LockSetting } from './setting.js';
import { type Lockable, take } from './take.js';
import { Tally } from './tally.js';

/** Words of what the tally protects: tokens that are there, tokens taken so far, and how many threads will yet give some. */
const TOKENS = 0;
const TAKEN = 1;
const GIVERS = 2;

/**
 * Tokens that some give, with a notification for each, and others take, who wait when there are none: one that is lost is a
 * hang. Nobody dies here: what one has taken of the notifications would be gone with it.
 */
export function openNotify(plan: LockPlan, parts: readonly Part[]): Stage {
  const news = new Notify();
  const tally = new Tally();
  const givers = parts.filter(gives).length;
  tally.data[GIVERS] = givers;
  const setting: LockSetting = { ...plan, locks: [news.share()], tally: tally.buffer };
  return {
    handles: parts.map(() => setting),
    play: (here) => takeAll(news, tally, here),
    check() {
      assert.deepEqual([...tally.data.subarray(0, GIVERS + 1)], [0, givers * plan.count, 0]);
      news.tryNotified();
      assert.equal(news.tryNotified(), false, 'more than one is kept');
      news[Symbol.dispose]();
      return { done: givers * plan.count, lost: 0 };
    },
  };
}

export async function playNotify(setting: LockSetting, here: Here): Promise<void> {
  const [handle] = setting.locks;
  assert.ok(handle !== undefined);
  using news = Notify.attach(handle);
  const tally = new Tally(setting.tally);
  if (here.part !== undefined && gives(here.part, here.number)) await giveAll(news, tally, setting.count, here);
  else await takeAll(news, tally, here);
}

const gives = ({ role }: Part, thread: number): boolean => thread === 0 || role % 2 === 0;

async function giveAll(news: Notify, { data }: Tally, count: number, here: Here): Promise<void> {
  for (let done = 1; done <= count; done += 1) {
    here.at('gives');
    Atomics.add(data, TOKENS, 1);
    if (done === count) Atomics.sub(data, GIVERS, 1);
    news.notifyOne();
    here.done();
    if (done % 64 === 0) await here.pause();
  }
}

async function takeAll(news: Notify, { data }: Tally, here: Here): Promise<void> {
  const lock: Lockable<true> = {
    try: () => news.tryNotified() || undefined,
    wait: (options) =>
      co(function* () {
        yield* news.notified(options);
        return true as const;
      }),
    block(options) {
      news.notifiedBlocking(options);
      return true;
    },
  };
  for (let step = 0; ; step += 1) {
    while (takesOne(data)) here.done();
    if (Atomics.load(data, GIVERS) === 0 && Atomics.load(data, TOKENS) === 0) break;
    await take(lock, here, step);
  }
  news.notifyOne(); // the next one finds that it is over, and tells another
}

function takesOne(data: Int32Array): boolean {
  for (let there = Atomics.load(data, TOKENS); there > 0; ) {
    const seen = Atomics.compareExchange(data, TOKENS, there, there - 1);
    if (seen === there) {
      Atomics.add(data, TAKEN, 1);
      return true;
    }
    there = seen;
  }
  return false;
}
