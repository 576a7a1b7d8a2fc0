import { add, load } from '../../platform/index.js';
import { ANSWERED_ROW, OUTSIDE, OUTSIDE_HERE } from './layout.js';
import type { CallTable } from './table.js';

/**
 * How many numbers of calls wait for room in a queue. Each thread counts its own in its seat, so those of one that has died count no
 * more; the one word for all is but a hint, which says at a glance that there are none.
 */
export function outside({ words, seats }: CallTable): number {
  if (load(words, OUTSIDE) === 0) return 0;
  let sum = 0;
  for (let seat = 0; seat < seats.used; seat += 1) {
    const count = load(words, seats.fieldOf(seat, ANSWERED_ROW, OUTSIDE_HERE));
    if (count > 0 && seats.isTaken(seat)) sum += count;
  }
  return sum;
}

/** So many more of the thread in that seat wait, or fewer. */
export function countOutside({ words, seats }: CallTable, seat: number, more: number): void {
  add(words, seats.fieldOf(seat, ANSWERED_ROW, OUTSIDE_HERE), more);
  add(words, OUTSIDE, more); // after the seat: who sees that there are some finds them
}
