import type { Answer, CheckedThread } from './checked-thread.js';
import {
  ANSWER,
  CAUSE,
  CHANGES,
  EVENTS,
  FINE,
  fieldOf,
  HELD_AT,
  IN_A_ROW,
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
  STEPS,
  UNKNOWN,
  VERDICT,
  WAITERS,
} from './control.js';
import { ProgramSetup } from './program-setup.js';

/** The program itself is wrong, apart from any schedule: its set-up failed. */
export class SetupFailed extends Error {
  constructor(readonly failure: NonNullable<Answer['error']>) {
    super(failure.message);
  }
}

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

  /** Answers the verdict. @throws SetupFailed */
  async run(): Promise<number> {
    const { words } = this.#thread.control;
    this.#reset();
    await this.#setup.restore();
    await this.#setUpThreads();
    await this.#runThreads();
    return words[VERDICT] as number;
  }

  /** What each thread left after the run. */
  answers(): string[] {
    const { words, answers } = this.#thread.control;
    return Array.from({ length: this.#threads }, (_, thread) => {
      const length = words[fieldOf(thread, ANSWER)] as number;
      return length === 0 ? '{}' : (answers[thread] as Buffer).toString('utf16le', 0, 2 * length);
    });
  }

  #reset(): void {
    const { words } = this.#thread.control;
    for (const word of [STEPS, CHANGES, IN_A_ROW, WAITERS, EVENTS]) words[word] = 0;
    words[LAST] = -1;
    words[VERDICT] = FINE;
    words[PHASE] = SETTING_UP;
    (words[RUNS] as number) += 1;
    this.#thread.steps.waits.clear();
    for (let thread = 0; thread < this.#threads; thread += 1) {
      words[fieldOf(thread, STATUS)] = READY;
      words[fieldOf(thread, NEXT_PLACE)] = -1;
      words[fieldOf(thread, NEXT_ACCESS)] = UNKNOWN;
      words[fieldOf(thread, CAUSE)] = -1;
      words[fieldOf(thread, HELD_AT)] = -1;
      words[fieldOf(thread, LOOKS)] = 0;
      words[fieldOf(thread, ANSWER)] = 0;
    }
  }

  /** One thread after the other. */
  async #setUpThreads(): Promise<void> {
    const { code, steps, control } = this.#thread;
    for (const [thread, own] of code.ownSetup.entries()) {
      if (!own) continue;
      if (thread === 0) await this.#thread.setUp();
      else {
        steps.turn.hand(thread);
        steps.turn.wait();
      }
      if (control.words[VERDICT] === FINE) continue;
      const { error } = this.#thread.codec.decode(this.answers()[thread] as string) as Answer;
      throw new SetupFailed(error as NonNullable<Answer['error']>);
    }
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
