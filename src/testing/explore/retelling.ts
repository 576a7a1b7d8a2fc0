import { type Control, STEPS } from '../model/control.js';
import type { Detail } from '../model/start.js';
import { type Common, type Told, Workers } from './workers.js';

/** Milliseconds between two looks. */
const PAUSE = 50;

/** Looks from when all steps were made to when they have been told: half a second. */
const LAST_LOOKS = 10;

/** Looks until it is given up: ten seconds. */
const MOST_LOOKS = 200;

/**
 * Runs a schedule once more that came to a point from which a thread does not go on, and has each step told as soon as it is
 * made: that thread tells nothing afterwards.
 *
 * @param common - what the threads are started with: a replay that narrates.
 * @param control - its control memory.
 * @param steps - how many steps the schedule has.
 * @returns the steps in words; fewer, or none, when the run goes another way.
 */
export async function retold(
  common: Common,
  execArgv: string[] | undefined,
  control: Control,
  steps: number,
): Promise<Map<number, Detail>> {
  const details = new Map<number, Detail>();
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const told = (told: Told): void => {
    if ('findings' in told || 'endless' in told || 'broken' in told) end();
    else if ('detail' in told && !details.has(told.detail.step)) details.set(told.detail.step, told.detail);
  };
  let [looks, late] = [0, 0];
  const look = (): void => {
    looks += 1;
    if ((control.words[STEPS] as number) >= steps) late += 1;
    if (late > LAST_LOOKS || looks > MOST_LOOKS) end();
  };
  await using _ = new Workers(common, execArgv, told, end);
  const timer = setInterval(look, PAUSE);
  await ended;
  clearInterval(timer);
  return details;
}
