import { SendError } from '../../channel/errors.js';
import type { Receiver } from '../../channel/receiver.js';
import { HandleError } from '../../core/errors.js';
import { PENDING } from '../../core/poll.js';
import { load } from '../../platform/index.js';
import { NONE } from '../answering/jobs.js';
import { LINE, QUEUED, STATE, STATES } from '../wire/layout.js';
import type { Desk } from './desk.js';
import { Overflow } from './overflow.js';

/** Of so many places in a queue, one may be taken by a number that is of no use, before it is worth while to look at all of them. */
const SHARE = 8;

/**
 * Puts the queues of calls in order. A number there is a hint: it stays when its call is dropped, or run by a worker that knew of it anyway, and takes the
 * place of one that may wait; and a worker that dies between taking a number and claiming its call takes it along. So all numbers are taken out, and those
 * of calls that wait are put back as they stood. Whoever takes or queues calls meanwhile does so as ever. Not of a pool that was closed: nothing can be put
 * back there, and its workers look for what is left.
 */
export class Sweeper {
  readonly #desk: Desk;
  readonly #lines: readonly Receiver<number>[];
  /** Numbers for which there was no room any more. */
  readonly #overflow: Overflow;
  /** How many numbers are of no use, as far as this thread knows. */
  #useless = 0;

  /** @param lines - the most urgent one first. */
  constructor(desk: Desk, lines: readonly Receiver<number>[]) {
    this.#desk = desk;
    this.#lines = lines;
    this.#overflow = new Overflow(desk, () => {}, false); // once nothing may be called the crew fails what waits
  }

  /** Puts the number of a call that waits into a queue, as soon as there is room. */
  put(slot: number, priority: number): void {
    const jobs = this.#desk.jobs[priority];
    try {
      if (jobs !== undefined && !jobs.isClosed && !jobs.trySend(slot)) this.#overflow.add(slot, priority);
    } catch (error) {
      if (!(error instanceof HandleError || error instanceof SendError)) throw error; // overwritten; or closed in between
    }
  }

  /** Once more numbers go in that had no room. */
  advance(): void {
    this.#overflow.advance();
  }

  /** The number of a call in a queue is of no use any more. */
  note(): void {
    this.#useless += 1;
  }

  /**
   * A queue of that capacity is full: leaves out the numbers of calls that do not wait any more, if there are many. Answers whether it did.
   *
   * @param slot - that of a call which is about to be queued: its number there is an earlier call's.
   */
  sweep(capacity: number, slot: number): boolean {
    if (this.#useless === 0 || this.#useless * SHARE < capacity) return false;
    this.#useless = 0;
    this.#putBack(this.empty(), slot);
    return true;
  }

  /** The same, and puts back what a worker that died had taken: it was its turn. One that is on its way from its caller is there twice then. */
  restore(): void {
    const lines = this.empty();
    const seen = new Set(lines.flat());
    const { table } = this.#desk;
    table.eachSlot((slot, at, state) => {
      const line = table.words[at + LINE] as number;
      if ((state & STATES) === QUEUED && line > 0 && !seen.has(slot)) this.put(slot, line - 1);
    });
    this.#putBack(lines);
  }

  /** Takes the numbers of calls out of the queues; answers those of each. */
  empty(): number[][] {
    return this.#lines.map((line) => this.#take(line));
  }

  #take(line: Receiver<number>): number[] {
    const slots: number[] = [];
    try {
      for (let left = 2 * line.capacity; left > 0 && !line.isEmpty; left -= 1) {
        const slot = line.tryRecv();
        if (slot === PENDING) break; // it is another one's turn
        slots.push(slot);
      }
    } catch (error) {
      if (!(error instanceof HandleError)) throw error; // then a worker has died of the same
    }
    return slots;
  }

  #putBack(lines: readonly number[][], except = NONE): void {
    const seen = new Set([except]);
    for (const [priority, line] of lines.entries()) {
      for (const slot of line) {
        if (!seen.has(slot) && this.#waits(slot)) this.put(slot, priority);
        seen.add(slot);
      }
    }
  }

  #waits(slot: number): boolean {
    const { table } = this.#desk;
    return table.reach(slot) && (load(table.words, table.slotAt(slot) + STATE) & STATES) === QUEUED;
  }
}
