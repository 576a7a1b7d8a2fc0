import { add, steadyNow, store } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import { IDLE, IDLE_US, IS_IDLE, WORK_ROW } from '../wire/layout.js';

/** Whether a worker has nothing to do, as others see it. */
export class Idleness {
  readonly #desk: Desk;
  #is = false;
  #since = 0;
  #looked = 0;
  /** Whether it has looked in vain without saying that it is idle. */
  #hasWaited = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get is(): boolean {
    return this.#is;
  }

  /** The thread has looked for something to do, in vain. For so long there has been nothing: milliseconds. */
  begin(): number {
    const time = steadyNow();
    this.#looked = time;
    if (!this.#is) {
      this.#since = time;
      this.#set(true);
    }
    return time - this.#since;
  }

  /** The thread has looked in vain, and looks again at once. */
  wait(): void {
    this.#hasWaited = true;
  }

  /** A call begins at that time, and the one before it ended at that: what lies in between counts as idle if the thread waited, however briefly. */
  ended(before: number, time: number): void {
    if (!this.#hasWaited) return;
    this.#hasWaited = false;
    this.#count(time - before);
  }

  /** How long ago the thread has last looked, in milliseconds; -1 when it is not idle. */
  get sinceLook(): number {
    return this.#is ? steadyNow() - this.#looked : -1;
  }

  /** There is something to do. Answers whether there was nothing before. */
  end(): boolean {
    if (!this.#is) return false;
    this.#set(false);
    this.#hasWaited = false;
    this.#count(steadyNow() - this.#since);
    return true;
  }

  #count(ms: number): void {
    add(this.#desk.table.words, IDLE_US, Math.round(ms * 1000));
  }

  #set(is: boolean): void {
    this.#is = is;
    const { table, seat } = this.#desk;
    const field = table.seats.fieldOf(seat, WORK_ROW, IS_IDLE);
    // A thread that dies between the two is counted as one idle less for ever: then one worker too many is asked for, not none.
    if (is) store(table.words, field, 1);
    add(table.words, IDLE, is ? 1 : -1);
    if (!is) store(table.words, field, 0);
  }
}
