import { takeAnswered } from '../wire/answers.js';
import type { Desk } from './desk.js';

/** What other threads have put onto this thread's stack: answers to its calls, and questions. */
export class Arrivals {
  readonly #desk: Desk;
  readonly #see: (slot: number) => void;
  /** Slots that were taken off the stack, and how many of them were seen to. */
  readonly #come: number[] = [];
  #seen = 0;

  /** @param see - sees to one of them. */
  constructor(desk: Desk, see: (slot: number) => void) {
    this.#desk = desk;
    this.#see = see;
  }

  /** Whether there may be some: a plain look. */
  get areSome(): boolean {
    const { table, seat } = this.#desk;
    return table.words[table.headOf(seat)] !== 0 || this.#come.length > 0;
  }

  /**
   * Sees to all of them. Whoever is woken for one, or asked something, may block and come back here: what is next is next for
   * that one, too.
   *
   * @returns whether there was one.
   */
  take(): boolean {
    const { table, seat } = this.#desk;
    takeAnswered(table, seat, this.#come);
    if (this.#come.length === 0) return false;
    while (this.#seen < this.#come.length) {
      this.#seen += 1;
      this.#see(this.#come[this.#seen - 1] as number);
    }
    this.#come.length = 0;
    this.#seen = 0;
    return true;
  }
}
