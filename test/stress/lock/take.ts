import { blockOn, type Future, PENDING, type Poll, select } from 'reveille';
import { never, type WaitOptions } from 'reveille/channel';
import type { Here } from '../here.js';
import type { Operation } from '../operations.js';
import { abortSoon, pollAndDrop, withinLimit } from '../polled.js';

/** What a lock has in common with others: three grades of one verb. */
export interface Lockable<G> {
  /** Without waiting; where there is no such verb, it is left out. */
  try?(): G | undefined;
  wait(options?: WaitOptions): Future<G>;
  block(options?: WaitOptions): G;
}

/** Ways that do not give up. */
export const PATIENT: readonly Operation[] = ['lock: block', 'lock: await', 'lock: select'];
const WAYS: readonly Operation[] = [...PATIENT, 'lock: limit', 'lock: abort', 'lock: drop'];

/** Takes a lock in the way of the step, on the main thread without blocking; `undefined` when it gave up. */
export async function take<G>(lock: Lockable<G>, here: Here, step: number, ways = WAYS): Promise<G | undefined> {
  const all = lock.try === undefined ? ways : [...ways, 'lock: try' as const];
  const way = here.place === 0 ? 'lock: await' : here.way(all, step);
  here.at(way);
  const found = await taken(lock, way, step % 4 < 2);
  if (found !== PENDING) return found as G;
  await (way === 'lock: try' ? here.pause() : here.keepAway());
  return undefined;
}

async function taken<G>(lock: Lockable<G>, way: Operation, blocks: boolean): Promise<Poll<G>> {
  if (way === 'lock: try') return lock.try?.() ?? PENDING;
  if (way === 'lock: block') return lock.block() as Poll<G>;
  if (way === 'lock: limit') return withinLimit((options) => lock.block(options));
  if (way === 'lock: await') return (await lock.wait()) as Poll<G>;
  if (way === 'lock: abort') return await abortSoon((signal) => lock.wait({ signal }));
  if (way === 'lock: drop') return await pollAndDrop(lock.wait());
  const both = select({ lock: lock.wait(), never: never<G>().recv() });
  return (blocks ? blockOn(both) : await both).value as Poll<G>;
}
