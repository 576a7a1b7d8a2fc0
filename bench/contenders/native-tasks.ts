import type { Work } from '../scenario.js';
import { asyncA, eightKindsOfAsync } from './eight-async-functions.js';
import { type Load, running } from './tasks.js';

/**
 * Async functions, joined with `Promise.all`, which was measured to be cheaper than awaiting one after the other. A
 * task that yields nothing runs within the call that starts it: the cheapest that promises can do.
 */
export function promises(load: Load): Work {
  const { tasks, yields, classes } = load;
  let done = 0;
  const join = async (started: Promise<number>[]) => {
    for (const one of await Promise.all(started)) done += one;
  };
  const one = () => {
    const started: Promise<number>[] = [];
    for (let i = 0; i < tasks; i += 1) started.push(asyncA(yields));
    return join(started);
  };
  const eight = () => {
    const started: Promise<number>[] = [];
    for (let i = 0; i < tasks; i += 1) started.push(eightKindsOfAsync(i, yields));
    return join(started);
  };
  const takeDone = () => {
    const taken = done;
    done = 0;
    return taken;
  };
  return running(load, classes === 1 ? one : eight, takeDone);
}
