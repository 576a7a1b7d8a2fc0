import { compareExchange, load } from '../../platform/index.js';
import { BLOCKED, CREW, IDLE, MOST, WANTED, WORKERS } from './layout.js';
import type { CallTable } from './table.js';

/**
 * Asks for one more worker, if all are at work and there may be more. Answers the seat to be woken for it, or -1.
 *
 * Who queues a call looks here whether somebody is idle; a worker that was, looks whether calls are left in the queue once it has
 * said that it is no more, and comes here, too. One of the two sees the other.
 */
export function wish(table: CallTable): number {
  const { words } = table;
  // First what is seldom written, for that is all that there is to see as a rule. SYNC: after the call was queued, as below.
  if (isStaffed(table)) return -1;
  // SYNC: pairs with the look into the queue in Callee.
  if (load(words, IDLE) > 0) return -1;
  if (load(words, WANTED) !== 0 || compareExchange(words, WANTED, 0, 1) !== 0) return -1;
  return load(words, CREW) - 1;
}

/** Whether there are as many workers as may be: nobody asks for one more. */
export const isStaffed = ({ words }: CallTable): boolean =>
  load(words, WORKERS) - load(words, BLOCKED) >= (words[MOST] as number);
