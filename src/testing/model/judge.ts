import { linearize } from '../history/linearize.js';
import type { Operation } from '../history/operation.js';
import { type Answer, type CheckedThread, MUST_NOT_WAIT } from './checked-thread.js';
import type { Failure } from './findings.js';
import { type ToldError, toldError } from './main-line.js';
import { isThenable } from './program-code.js';
import type { Start } from './start.js';

/** How many different outcomes are kept. */
const MOST_OUTCOMES = 1_000;

/** How many different endings are remembered: the same with the histories of their operations. */
const MOST_ENDINGS = 20_000;

interface Count {
  readonly answers: readonly unknown[];
  runs: number;
}

interface Ending {
  readonly values: readonly unknown[];
  readonly linearizable: boolean;
  readonly count: Count;
}

/** What one run came to that failed. */
export interface Judgement {
  readonly kind: Failure['kind'];
  readonly thread: number;
  readonly error: ToldError | undefined;
}

/** Whether two runs failed in the same way, as far as one can tell: with the same error, whatever it says. */
export function isSame(a: Judgement, b: Judgement): boolean {
  return a.kind === b.kind && a.thread === b.thread && a.error?.name === b.error?.name;
}

/** Judges the runs that came to their end, and counts their outcomes. */
export class Judge {
  /** Whether any thread recorded an operation. */
  recorded = false;
  readonly #start: Start;
  readonly #thread: CheckedThread;
  readonly #outcomes = new Map<string, Count>();
  /** Outcomes that are one too many. */
  readonly #dropped: Count = { answers: [], runs: 0 };
  readonly #endings = new Map<string, Ending>();

  constructor(start: Start, thread: CheckedThread) {
    this.#start = start;
    this.#thread = thread;
  }

  get outcomes(): Count[] {
    return [...this.#outcomes.values()];
  }

  /** How many runs had an outcome that was not kept. */
  get dropped(): number {
    return this.#dropped.runs;
  }

  /** All threads are through, and have left these answers: does the outcome hold? */
  async judge(texts: readonly string[]): Promise<Judgement | undefined> {
    const ending = this.#endingOf(`[${texts.join(',')}]`);
    ending.count.runs += 1;
    try {
      await this.#invariant(ending.values);
    } catch (error) {
      return { kind: 'invariant', thread: -1, error: toldError(error) };
    }
    return ending.linearizable ? undefined : { kind: 'not linearizable', thread: -1, error: undefined };
  }

  async #invariant(answers: readonly unknown[]): Promise<void> {
    const { code, world, exchange, line } = this.#thread;
    const { invariant } = code;
    if (invariant === undefined) return;
    const answer = world.judge(() => invariant(exchange.value, answers));
    if (isThenable(answer)) line.halt(new TypeError(`${this.#start.invariant}: ${MUST_NOT_WAIT}`));
    if (answer === false) throw new Error(`${this.#start.invariant} answered false`);
    await this.#thread.settle();
  }

  /** What the threads' answers amount to: found out once for all runs that end so. */
  #endingOf(text: string): Ending {
    const known = this.#endings.get(text);
    if (known !== undefined) return known;
    const { code, codec } = this.#thread;
    const answers = codec.decode(text) as readonly Answer[];
    const linearizable = code.model === undefined || linearize(historyOf(answers), code.model) !== undefined;
    const values = answers.map(({ value }) => value);
    this.recorded ||= answers.some(({ history = [] }) => history.length > 0);
    const ending = { values, linearizable, count: this.#countOf(codec.encode('answers', values), values) };
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
}

export function historyOf(answers: readonly Answer[]): Operation[] {
  return answers.flatMap(({ history }) => history ?? []);
}
