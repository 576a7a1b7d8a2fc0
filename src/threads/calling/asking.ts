import { isThere } from '../../camp/fellow-word.js';
import { load } from '../../platform/index.js';
import { STATE, workerIn } from '../wire/layout.js';
import { unaskThread } from '../wire/states.js';
import type { CallTable } from '../wire/table.js';

/** What this thread has asked other threads, and has no answer to yet. */
export class Asking {
  readonly #table: CallTable;
  /** The words of the threads that were asked, by the slots of the questions. */
  readonly #owners = new Map<number, number>();

  constructor(table: CallTable) {
    this.#table = table;
  }

  add(slot: number, owner: number): void {
    this.#owners.set(slot, owner);
  }

  has(slot: number): boolean {
    return this.#owners.has(slot);
  }

  /** It was answered, if it was a question. */
  over(slot: number): void {
    if (this.#owners.size > 0) this.#owners.delete(slot);
  }

  /**
   * Gives up what threads were asked that have ended.
   *
   * @param lost - called with each question, and whether its slot is free. It is not if another thread has the dead one's seat
   * by now, which finds the question there, perhaps, and answers.
   */
  giveUp(lost: (slot: number, isFree: boolean) => void): void {
    const { words, seats } = this.#table;
    for (const [slot, owner] of this.#owners) {
      if (isThere(seats.ground, owner)) continue;
      this.#owners.delete(slot);
      const seat = workerIn(load(words, this.#table.slotAt(slot) + STATE)) - 1;
      lost(slot, load(words, seats.ownerOf(seat)) === owner && unaskThread(this.#table, slot));
    }
  }
}
