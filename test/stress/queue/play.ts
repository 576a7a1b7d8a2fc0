import { HandleError } from 'reveille';
import type { Here } from '../here.js';
import { Ledger } from '../ledger.js';
import { frameRig } from './frame-rig.js';
import { numberRig } from './number-rig.js';
import { BATCH, type QueueHandle, type Rig } from './rig.js';

/** A thread's part in an act with a queue. */
export async function playQueue(handle: QueueHandle, here: Here): Promise<void> {
  const ledger = new Ledger(handle.ledger);
  const rig = rigOf(handle, ledger, here.place);
  try {
    await (handle.role === 'producer' ? produce : consume)(rig, handle, ledger, here);
  } catch (error) {
    if (!(error instanceof HandleError && handle.mayBreak)) throw error;
    ledger.breaks();
  }
  ledger.holding(here.number, 0);
  ledger.over(here.number);
  ledger.gone(here.number);
}

/** The queue as this thread has it. */
export function rigOf(handle: QueueHandle, ledger: Ledger, place: number): Rig {
  return handle.make === 'frame' ? frameRig(handle, ledger, place) : numberRig(handle);
}

async function produce(rig: Rig, { count }: QueueHandle, ledger: Ledger, here: Here): Promise<void> {
  const { number } = here;
  const evicted = (item: number): void => ledger.arrived([item]);
  for (let done = 0, step = 0; done < count && !ledger.isBroken && here.goesOn(done); step += 1) {
    const way = here.way(rig.pushes, step);
    here.at(way);
    ledger.holding(number, 1); // what it pushes out
    const pushed = await rig.push(way, ledger.item(number, done), Math.min(count - done, BATCH), evicted);
    ledger.holding(number, 0);
    done += pushed;
    ledger.sent(number, done);
    here.done(pushed);
    if (pushed === 0) await here.pause();
  }
  ledger.through(number);
}

/** @param mayPop - asked before each pop: whether nobody is being ended just now. */
export async function consume(
  rig: Rig,
  { threads }: QueueHandle,
  ledger: Ledger,
  here: Here,
  mayPop: () => boolean = () => true,
): Promise<void> {
  const isMain = here.place === 0;
  for (let done = 0, step = 0; !ledger.isBroken && here.goesOn(done); step += 1) {
    while (!mayPop()) await here.pause();
    const isLast = ledger.areOver(threads); // before the pop
    const way = here.way(rig.pops, step);
    here.at(way);
    if (!isMain) ledger.holding(here.number, BATCH);
    const items = rig.pop(way);
    ledger.arrived(items);
    if (!isMain) ledger.holding(here.number, 0);
    done += items.length;
    here.done(items.length);
    if (items.length > 0) continue;
    if (isLast) return;
    await here.pause();
  }
}
