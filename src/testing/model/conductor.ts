import { drawHistory } from '../history/draw-history.js';
import { linearize } from '../history/linearize.js';
import type { Model } from '../history/model.js';
import type { Operation } from '../history/operation.js';
import type { Plan } from '../strategy/plan.js';
import { encode, Replay } from '../strategy/replay.js';
import { NOWHERE, preempts } from '../strategy/run.js';
import { Shrink } from '../strategy/shrink.js';
import type { Strategy } from '../strategy/strategy.js';
import { bufferNames } from './buffer-names.js';
import type { Answer, CheckedThread } from './checked-thread.js';
import {
  BROKEN,
  CUT,
  DEADLOCK,
  DETAILED,
  DONE,
  FINE,
  fieldOf,
  HELD_ONCE,
  LIVELOCK,
  PHASE,
  PLAN_LENGTH,
  PLAN_REST,
  PLAN_SLEEP,
  QUIT,
  STEP_LIMIT,
  STOOD_AT,
  STOP,
  VERDICT_THREAD,
} from './control.js';
import type { Failure, Findings } from './findings.js';
import { Log } from './log.js';
import { real } from './real.js';
import { Runner } from './runner.js';
import type { Detail, Start } from './start.js';

/** How many different outcomes are kept. */
const MOST_OUTCOMES = 1_000;

/** How many different endings are remembered: the same with the histories of their operations. */
const MOST_ENDINGS = 100_000;

interface Count {
  readonly answers: readonly unknown[];
  runs: number;
}

interface Ending {
  readonly values: readonly unknown[];
  readonly linearizable: boolean;
  readonly count: Count;
}

/** What one run came to. */
interface Judgement {
  readonly kind: Failure['kind'];
  readonly thread: number;
  readonly error: Answer['error'];
}

/** Thread 0's other half: tries one schedule after the other, and tells main what it found. */
export class Conductor {
  readonly #start: Start;
  readonly #thread: CheckedThread;
  readonly #runner: Runner;
  readonly #log: Log;
  readonly #plan: Plan;
  readonly #outcomes = new Map<string, Count>();
  /** Outcomes that are one too many. */
  readonly #dropped: Count = { answers: [], runs: 0 };
  readonly #endings = new Map<string, Ending>();
  #runs = 0;
  #cuts = 0;

  constructor(start: Start, thread: CheckedThread) {
    this.#start = start;
    this.#thread = thread;
    this.#runner = new Runner(thread, start.threads.length);
    this.#log = new Log(thread.control);
    this.#plan = planOf(thread);
  }

  /** Tries schedules until there are none left, one fails, or main says stop. */
  async explore(strategy: Strategy): Promise<Findings> {
    const { words } = this.#thread.control;
    let failure: Failure | undefined;
    let phase = '';
    const start = real.now();
    while (failure === undefined && words[STOP] === 0 && strategy.next(this.#plan)) {
      if (phase !== strategy.phase) real.postMessage.call(this.#start.main, { phase: (phase = strategy.phase) });
      const judgement = await this.#run();
      if (judgement !== undefined) failure = await this.#explain(judgement);
      else strategy.ran(this.#log);
    }
    return {
      ms: real.now() - start,
      runs: this.#runs,
      cuts: this.#cuts,
      completeUpTo: failure === undefined ? strategy.completeUpTo : undefined,
      exhausted: failure === undefined && words[STOP] === 0,
      held: words[HELD_ONCE] === 1,
      outcomes: [...this.#outcomes.values()],
      outcomesDropped: this.#dropped.runs,
      failure,
    };
  }

  /** Sends the other threads home. */
  quit(): void {
    this.#thread.control.words[PHASE] = QUIT;
    for (let thread = 1; thread < this.#start.threads.length; thread += 1) this.#thread.steps.turn.hand(thread);
  }

  async #run(): Promise<Judgement | undefined> {
    const verdict = await this.#runner.run();
    if (verdict === CUT) {
      this.#cuts += 1;
      return undefined;
    }
    this.#runs += 1;
    const { words } = this.#thread.control;
    const texts = this.#runner.answers();
    if (verdict === FINE) return this.#judge(texts);
    const thread = words[VERDICT_THREAD] as number;
    const error = thread === -1 ? undefined : (this.#thread.codec.decode(texts[thread] as string) as Answer).error;
    return { kind: kindOf(verdict), thread, error };
  }

  /** All threads are through: does the outcome hold? */
  #judge(texts: readonly string[]): Judgement | undefined {
    const { invariant } = this.#thread.code;
    const ending = this.#endingOf(`[${texts.join(',')}]`);
    ending.count.runs += 1;
    try {
      invariant?.(this.#thread.exchange.value, ending.values);
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      return { kind: 'invariant', thread: -1, error: { name, message, stack: stack ?? '' } };
    }
    return ending.linearizable ? undefined : { kind: 'not linearizable', thread: -1, error: undefined };
  }

  /** What the threads' answers amount to: found out once for all runs that end so. */
  #endingOf(text: string): Ending {
    const known = this.#endings.get(text);
    if (known !== undefined) return known;
    const answers = this.#thread.codec.decode(text) as readonly Answer[];
    const { model } = this.#thread.code;
    const linearizable = model === undefined || linearize(historyOf(answers), model) !== undefined;
    const values = answers.map(({ value }) => value);
    const ending = { values, linearizable, count: this.#countOf(this.#thread.codec.encode('answers', values), values) };
    if (this.#endings.size < MOST_ENDINGS) this.#endings.set(text, ending);
    return ending;
  }

  #countOf(key: string, answers: readonly unknown[]): Count {
    const known = this.#outcomes.get(key);
    if (known !== undefined) return known;
    if (this.#outcomes.size === MOST_OUTCOMES) return this.#dropped;
    const count = { answers, runs: 0 };
    this.#outcomes.set(key, count);
    return count;
  }

  /** Looks for the shortest schedule that fails in the same way, and runs it once more to tell its story. */
  async #explain(first: Judgement): Promise<Failure> {
    const found = encode(this.#log);
    const runs = this.#runs;
    const shrink = new Shrink(this.#log);
    while (shrink.next(this.#plan)) {
      const judgement = await this.#run();
      shrink.judged(this.#log, judgement?.kind === first.kind);
    }
    new Replay(shrink.schedule).next(this.#plan);
    this.#thread.control.words[DETAILED] = 1;
    const judgement = (await this.#run()) ?? first;
    this.#thread.control.words[DETAILED] = 0;
    this.#runs = runs;
    const { words } = this.#thread.control;
    const threads = this.#start.threads.map((_, thread) => words[fieldOf(thread, STOOD_AT)] as number);
    return {
      ...judgement,
      schedule: encode(this.#log),
      found,
      run: runs,
      steps: this.#steps(),
      stoodAt:
        judgement.kind === 'invariant' || judgement.kind === 'not linearizable' ? threads.map(() => DONE) : threads,
      stepLimit: words[STEP_LIMIT] === 1,
      picture: judgement.kind === 'not linearizable' ? this.#picture() : undefined,
      names: bufferNames(this.#thread.exchange.value, (buffer) => this.#thread.operations.id(buffer)),
    };
  }

  #picture(): string {
    const answers = this.#thread.codec.decode(`[${this.#runner.answers().join(',')}]`) as readonly Answer[];
    return drawHistory(historyOf(answers), this.#thread.code.model as Model, this.#start.threads);
  }

  /** The steps of the last run in words, from all threads. */
  #steps(): Failure['steps'] {
    const details = this.#details();
    return Array.from({ length: this.#log.length }, (_, step) => ({
      thread: this.#log.thread(step),
      preempts: preempts(this.#log, step),
      text:
        details.get(step)?.text ?? (this.#log.place(step) === NOWHERE ? '(no shared word)' : '(the code behind it)'),
      stack: details.get(step)?.stack,
    }));
  }

  #details(): Map<number, Detail> {
    const all = this.#thread.takeDetails();
    for (const port of this.#start.ports) {
      if (port === undefined) continue;
      const message = real.receiveMessageOnPort(port)?.message as Detail[] | undefined;
      if (message !== undefined) all.push(...message);
    }
    return new Map(all.map((detail) => [detail.step, detail]));
  }
}

function kindOf(verdict: number): Failure['kind'] {
  switch (verdict) {
    case DEADLOCK:
      return 'deadlock';
    case LIVELOCK:
      return 'livelock';
    case BROKEN:
      return 'always';
    default:
      return 'error';
  }
}

function historyOf(answers: readonly Answer[]): Operation[] {
  return answers.flatMap(({ history }) => history ?? []);
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
