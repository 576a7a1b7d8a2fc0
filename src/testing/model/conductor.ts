import { Dpor } from '../strategy/dpor.js';
import { NondeterminismError } from '../strategy/nondeterminism-error.js';
import type { Plan } from '../strategy/plan.js';
import { Recording } from '../strategy/recording.js';
import { Replay } from '../strategy/replay.js';
import type { Strategy } from '../strategy/strategy.js';
import { bufferNames } from './buffer-names.js';
import { OWN } from './buffers.js';
import type { Answer, CheckedThread } from './checked-thread.js';
import {
  CUT,
  FINE,
  HELD_AT,
  HELD_FIRST,
  IN_ORDER,
  PHASE,
  PLAN_LENGTH,
  PLAN_REST,
  PLAN_SLEEP,
  QUIT,
  SEVERAL,
  STOP,
  VERDICT_THREAD,
} from './control.js';
import { Explain } from './explain.js';
import type { Failure, Findings } from './findings.js';
import { Judge, type Judgement } from './judge.js';
import { kindOf } from './kind-of.js';
import { Log } from './log.js';
import { HISTORY, named, placeMark } from './places.js';
import { real } from './real.js';
import { Runner } from './runner.js';
import type { Start } from './start.js';

/** Milliseconds between two words to main about how far the strategy has come. */
const TELL = 200;

/** Characters of an answer that an error shows. */
const MOST_CHARS = 200;

/** Thread 0's other half: tries one schedule after the other, and tells main what it found. */
export class Conductor {
  readonly #start: Start;
  readonly #thread: CheckedThread;
  readonly #runner: Runner;
  readonly #judge: Judge;
  readonly #log: Log;
  readonly #plan: Plan;
  #runs = 0;
  #cuts = 0;
  #touched = false;
  /** A word that a thread wrote plainly, as far as one was seen. */
  #plain = OWN;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(start: Start, thread: CheckedThread) {
    this.#start = start;
    this.#thread = thread;
    this.#runner = new Runner(thread, start.threads.length);
    this.#judge = new Judge(start, thread);
    this.#log = new Log(thread.control);
    this.#plan = planOf(thread);
  }

  /** Tries schedules until there are none left, one fails, or main says stop. */
  async explore(given: Strategy): Promise<Findings> {
    let strategy = given;
    const { words } = this.#thread.control;
    await this.#runner.breathe(); // comes back when all threads have loaded the program
    const start = real.now();
    let failure: Failure | undefined;
    let exhausted = false;
    while (failure === undefined) {
      exhausted = !strategy.next(this.#plan);
      if (exhausted || words[STOP] === 1) break;
      this.#tell(strategy.phase);
      const judgement = await this.#run();
      if (judgement === undefined && this.#runs === 1) await this.#repeat();
      if (judgement === undefined && this.#mustBeginAnew(strategy)) strategy = new Dpor();
      else if (judgement === undefined) strategy.ran(this.#log);
      else failure = await this.#explain(judgement);
      if (isPowerOfTwo(this.#runs + this.#cuts)) await this.#runner.breathe();
    }
    await this.#runner.breathe();
    return {
      ms: real.now() - start,
      runs: this.#runs,
      completeUpTo: failure === undefined ? strategy.completeUpTo : undefined,
      exhausted,
      held: this.#held(),
      touched: this.#touched,
      plain: this.#plain === OWN ? undefined : this.#nameOf(this.#plain),
      recorded: this.#judge.recorded,
      strayedAt: strategy instanceof Replay ? strategy.strayedAt : undefined,
      outcomes: this.#judge.outcomes,
      dropped: this.#judge.dropped,
      failure,
    };
  }

  /** Who was held first, and at which word. */
  #held(): Findings['held'] {
    const { words } = this.#thread.control;
    const thread = (words[HELD_FIRST] as number) - 1;
    if (thread < 0) return undefined;
    const place = words[HELD_AT] as number;
    return { thread, at: place < 0 ? undefined : this.#nameOf(place) };
  }

  /**
   * Whether the order of notifications has turned out to matter, whatever the words, which DPOR did not know of the runs
   * before. Most programs have no such thread, and would be given many more schedules for nothing.
   */
  #mustBeginAnew(strategy: Strategy): boolean {
    const { words } = this.#thread.control;
    if (!(strategy instanceof Dpor) || words[SEVERAL] === words[IN_ORDER]) return false;
    words[IN_ORDER] = 1;
    return true;
  }

  /** Sends the other threads home. */
  quit(): void {
    this.#thread.control.words[PHASE] = QUIT;
    for (let thread = 1; thread < this.#start.threads.length; thread += 1) this.#thread.steps.turn.hand(thread);
  }

  #tell(phase: string): void {
    const now = real.now();
    if (now - this.#toldAt < TELL) return;
    this.#toldAt = now;
    this.#thread.line.tell({ phase });
  }

  async #run(): Promise<Judgement | undefined> {
    const { control, codec } = this.#thread;
    const { plainWrites } = this.#thread;
    const looks = this.#plain === OWN && isPowerOfTwo(this.#runs + 1); // a look at all memory costs more than many a run
    const verdict = await this.#runner.run(looks ? plainWrites : undefined);
    if (verdict === CUT) {
      this.#cuts += 1;
      return undefined;
    }
    if (looks) this.#plain = plainWrites.end();
    this.#runs += 1;
    this.#touched ||= touches(this.#log);
    const texts = this.#thread.answers();
    if (verdict === FINE) return await this.#judge.judge(texts);
    const thread = control.words[VERDICT_THREAD] as number;
    const error = thread === -1 ? undefined : (codec.decode(texts[thread] as string) as Answer).error;
    return { kind: kindOf(verdict), thread, error };
  }

  /**
   * Runs the first schedule a second time. A strategy compares the steps that it planned; what a program does differently
   * beyond them, because something has outlived a run, shows here.
   */
  async #repeat(): Promise<void> {
    const answers = this.#thread.answers();
    const first = new Recording();
    first.take(this.#log, [], 0);
    const threads = Array.from({ length: first.length }, (_, step) => first.thread(step));
    await this.#runner.run();
    first.take(this.#log, threads, threads.length);
    if (this.#log.length > threads.length) {
      const more = `thread ${this.#log.thread(threads.length)} went on`;
      throw new NondeterminismError(threads.length, 'the run ended', more);
    }
    for (const [thread, seen] of this.#thread.answers().entries()) {
      const expected = answers[thread] as string;
      if (seen !== expected) throw new NondeterminismError(threads.length, came(thread, expected), came(thread, seen));
    }
  }

  #nameOf(place: number): string {
    return named(placeMark(place), bufferNames(this.#thread.exchange.value));
  }

  async #explain(judgement: Judgement): Promise<Failure> {
    const runs = this.#runs;
    const explain = new Explain(this.#start, this.#thread, this.#log, this.#plan, () => this.#run());
    const failure = await explain.explain(judgement, runs);
    this.#runs = runs;
    return failure;
  }
}

/** What a thread came to, by the text of its answer. */
function came(thread: number, text: string): string {
  return `thread ${thread} came to ${text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}...` : text}`;
}

/** Whether any step of the run was an operation on shared memory. */
function touches(log: Log): boolean {
  for (let step = 0; step < log.length; step += 1) {
    if (log.place(step) >= 0 && log.place(step) !== HISTORY) return true;
  }
  return false;
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}

/** The plan in the control memory. */
function planOf({ control: { words, orders } }: CheckedThread): Plan {
  const field = (word: number) => ({
    get: () => words[word] as number,
    set: (value: number) => {
      words[word] = value;
    },
  });
  return Object.defineProperties({ orders } as Plan, {
    length: field(PLAN_LENGTH),
    rest: field(PLAN_REST),
    sleep: field(PLAN_SLEEP),
  });
}
