import { steadyNow } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import { takePayload } from '../calling/mail.js';
import { KIND, LINE } from '../wire/layout.js';
import { claimCall, handBackCall } from '../wire/states.js';
import type { Runner } from './runner.js';
import { Taker } from './taker.js';

/** What becomes of the number of a call: it was this thread's to run; it is left to others; it was of no use. */
export const RUN = 0;
export const LEFT = 1;
export const GONE = 2;

/** Claims a call by the number of its slot, takes its arguments out, and has it run. */
export class Intake {
  readonly #desk: Desk;
  readonly #runner: Runner;
  readonly #taker: Taker;

  constructor(desk: Desk, runner: Runner) {
    this.#desk = desk;
    this.#runner = runner;
    this.#taker = new Taker(desk);
  }

  /**
   * The number of a slot is a hint: its call may have been dropped, or taken by another one who was told of it, too.
   *
   * @param mayRun - whether it may, as the mark of its function's name says.
   * @returns what became of it.
   */
  begin(slot: number, mayRun?: (mark: number) => boolean): typeof RUN | typeof LEFT | typeof GONE {
    const { table, seat } = this.#desk;
    if (!table.reach(slot) || !claimCall(table, slot, seat)) return GONE;
    // What is for a thread whose event loop turns is left to others.
    if (mayRun?.(table.words[table.slotAt(slot) + KIND] as number) === false) {
      if (handBackCall(table, slot, seat)) this.#offer(slot);
      return LEFT;
    }
    this.#run(slot);
    return RUN;
  }

  #run(slot: number): void {
    let args: unknown[];
    try {
      args = takePayload(this.#desk, slot, this.#taker) as unknown[];
    } catch (error) {
      this.#taker.take(); // signals of what came before the part that is wrong
      this.#runner.answer(slot, '', false, error, steadyNow());
      return;
    }
    const name = args.pop() as string;
    this.#runner.start(slot, name, args, this.#taker.take());
  }

  /** Puts its number at the end of the queues. One that is closed is not asked: workers look for what is left. */
  #offer(slot: number): void {
    const { table, jobs, sweeper } = this.#desk;
    table.words[table.slotAt(slot) + LINE] = jobs.length;
    sweeper?.put(slot, jobs.length - 1);
  }
}
