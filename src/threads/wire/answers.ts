import { compareExchange, exchange, load, store } from '../../platform/index.js';
import { BLOCK_BITS, LINK, OWNER_SEAT } from './layout.js';
import type { CallTable } from './table.js';

/**
 * Puts an answered slot where the thread that called by it looks: a stack a thread, Treiber's (1986), linked through the
 * slots, which that thread takes whole. So an answer neither waits nor overflows, and one wake tells of many.
 */
export function pushAnswered(table: CallTable, slot: number): void {
  pushFor(table, slot, load(table.words, table.blockOf(slot >> BLOCK_BITS) + OWNER_SEAT));
}

/** The same for the thread in that seat, be it the one that called by the slot or one that is asked something. */
export function pushFor(table: CallTable, slot: number, seat: number): void {
  const { words } = table;
  if (seat < 0 || seat >= table.seats.length) return; // overwritten: there is nobody to tell
  const head = table.headOf(seat);
  const link = table.slotAt(slot) + LINK;
  for (let seen = load(words, head); ; ) {
    store(words, link, seen);
    // SYNC: publishes the answer; pairs with the exchange in takeAnswered.
    const found = compareExchange(words, head, seen, slot + 1);
    if (found === seen) {
      // Whoever put the first one there wakes the thread, or has; should it die before, its death wakes everybody.
      if (seen === 0) table.wake(seat);
      return;
    }
    seen = found;
  }
}

/**
 * Takes all answered slots of a thread, the first one first.
 *
 * @param into - they are put behind what is in there.
 * @throws RangeError when the stack was bent into a ring by somebody else's write.
 */
export function takeAnswered(table: CallTable, seat: number, into: number[]): void {
  const head = table.headOf(seat);
  if (table.words[head] === 0) return; // a plain look: what comes now, comes with a wake
  const start = into.length;
  const most = start + table.look() * (1 << BLOCK_BITS);
  // SYNC: pairs with the CAS in pushAnswered: what was written before it is there.
  for (let next = exchange(table.words, head, 0); next !== 0; next = load(table.words, table.slotAt(next - 1) + LINK)) {
    if (into.length > most || !table.reach(next - 1)) {
      into.length = start;
      throw new RangeError('calls: the shared memory was overwritten by something else');
    }
    into.push(next - 1);
  }
  reverseFrom(into, start);
}

function reverseFrom(list: number[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low += 1, high -= 1) {
    const kept = list[low] as number;
    list[low] = list[high] as number;
    list[high] = kept;
  }
}
