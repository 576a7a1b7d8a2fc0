import type { CheckedThread } from './checked-thread.js';
import {
  ANSWER,
  BETWEEN,
  CAUSE,
  CHOSEN,
  EVENTS,
  FINE,
  fieldOf,
  IN_A_ROW,
  IS_HELD,
  LAST,
  LOOKS,
  NEXT_ACCESS,
  NEXT_PLACE,
  PHASE,
  READY,
  RUNNING,
  RUNS,
  SETTING_UP,
  STATUS,
  STEP_LIMIT,
  STEPS,
  UNKNOWN,
  VERDICT,
  WAITERS,
} from './control.js';
import type { PlainWrites } from './plain-writes.js';
import { ProgramSetup } from './program-setup.js';

/** Runs the program once, by the plan that stands in the control memory. */
export class Runner {
  readonly #thread: CheckedThread;
  readonly #threads: number;
  readonly #setup: ProgramSetup;

  constructor(thread: CheckedThread, threads: number) {
    this.#thread = thread;
    this.#threads = threads;
    this.#setup = new ProgramSetup(thread);
  }

  /**
   * Answers the verdict.
   *
   * @param looksAt - what is to see the memory before and after.
   * @throws what the program's set-up throws.
   */
  async run(looksAt?: PlainWrites): Promise<number> {
    const { words } = this.#thread.control;
    this.#reset();
    await this.#setup.restore();
    await this.#setUpThreads();
    looksAt?.begin();
    await this.#runThreads();
    return words[VERDICT] as number;
  }

  /** The same as {@link CheckedThread.breathe}, for all threads. */
  async breathe(): Promise<void> {
    const { steps, control } = this.#thread;
    control.words[PHASE] = BETWEEN;
    for (let thread = 1; thread < this.#threads; thread += 1) {
      steps.turn.hand(thread);
      steps.turn.wait();
    }
    await this.#thread.breathe();
  }

  #reset(): void {
    const { words } = this.#thread.control;
    for (const word of [STEPS, IN_A_ROW, WAITERS, EVENTS]) words[word] = 0;
    words[LAST] = -1;
    words[VERDICT] = FINE;
    words[STEP_LIMIT] = 0;
    words[PHASE] = SETTING_UP;
    words[CHOSEN] = 0;
    (words[RUNS] as number) += 1;
    this.#thread.steps.waits.clear();
    for (let thread = 0; thread < this.#threads; thread += 1) {
      words[fieldOf(thread, STATUS)] = READY;
      words[fieldOf(thread, NEXT_PLACE)] = -1;
      words[fieldOf(thread, NEXT_ACCESS)] = UNKNOWN;
      words[fieldOf(thread, CAUSE)] = -1;
      words[fieldOf(thread, IS_HELD)] = 0;
      words[fieldOf(thread, LOOKS)] = 0;
      words[fieldOf(thread, ANSWER)] = 0;
    }
  }

  /** One thread after the other. */
  async #setUpThreads(): Promise<void> {
    const { code, control, steps, exchange } = this.#thread;
    for (const [thread, own] of code.ownSetup.entries()) {
      if (!own) continue;
      control.words[CHOSEN] = thread;
      if (thread === 0) await this.#thread.setUp();
      else {
        steps.turn.hand(thread);
        steps.turn.wait();
      }
    }
    exchange.receive();
    void exchange.value; // throws here, and not in a thread, if it does
  }

  async #runThreads(): Promise<void> {
    const { steps, control } = this.#thread;
    const { words } = control;
    words[PHASE] = RUNNING;
    const next = steps.scheduler.choose();
    if (next > 0) {
      steps.turn.hand(next);
      steps.turn.wait();
    }
    const last = words[PHASE] === RUNNING ? await this.#thread.run() : this.#thread.skip();
    if (!last) steps.turn.wait();
  }
}
