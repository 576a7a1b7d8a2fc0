import { drawHistory } from '../history/draw-history.js';
import { NondeterminismError } from '../strategy/nondeterminism-error.js';
import type { Plan } from '../strategy/plan.js';
import { encode, Replay } from '../strategy/replay.js';
import { Shrink } from '../strategy/shrink.js';
import { bufferNames } from './buffer-names.js';
import type { Answer, CheckedThread } from './checked-thread.js';
import { DETAILED, DONE, fieldOf, STEP_LIMIT, STOOD_AT, STOP } from './control.js';
import type { Failure } from './findings.js';
import { historyOf, isSame, type Judgement } from './judge.js';
import type { Log } from './log.js';
import { real } from './real.js';
import type { Detail, Start } from './start.js';
import { threadNames } from './thread-names.js';
import { toldSteps } from './told-steps.js';

/** How many steps the search for a shorter schedule may make in all: some seconds. */
const MOST_STEPS = 2_000_000;

/** Finds the story of a schedule that fails. */
export class Explain {
  readonly #start: Start;
  readonly #thread: CheckedThread;
  readonly #log: Log;
  readonly #plan: Plan;
  readonly #run: () => Promise<Judgement | undefined>;

  /** @param run - runs the program once by the plan; answers how it failed. */
  constructor(start: Start, thread: CheckedThread, log: Log, plan: Plan, run: () => Promise<Judgement | undefined>) {
    this.#start = start;
    this.#thread = thread;
    this.#log = log;
    this.#plan = plan;
    this.#run = run;
  }

  /**
   * Looks for the shortest schedule that fails in the same way, and runs it once more to tell its story.
   *
   * @param first - how the present run failed.
   * @param run - which one it is.
   * @throws NondeterminismError when the schedule does not fail again.
   */
  async explain(first: Judgement, run: number): Promise<Failure> {
    const found = encode(this.#log);
    const judgement = await this.#inDetail(await this.#shortest(first), first);
    const { words } = this.#thread.control;
    const through = judgement.kind === 'invariant' || judgement.kind === 'not linearizable';
    return {
      ...judgement,
      schedule: encode(this.#log),
      found,
      run,
      steps: toldSteps(this.#log, this.#details()),
      stoodAt: this.#start.threads.map((_, i) => (through ? DONE : (words[fieldOf(i, STOOD_AT)] as number))),
      stepLimit: words[STEP_LIMIT] === 1,
      picture: judgement.kind === 'not linearizable' ? this.#picture() : undefined,
      names: bufferNames(this.#thread.exchange.value),
    };
  }

  async #shortest(first: Judgement): Promise<string> {
    const { words } = this.#thread.control;
    const shrink = new Shrink(this.#log);
    for (let steps = 0; steps < MOST_STEPS && words[STOP] === 0 && shrink.next(this.#plan); ) {
      const judgement = await this.#run();
      shrink.judged(this.#log, judgement !== undefined && isSame(judgement, first));
      steps += this.#log.length;
    }
    return shrink.schedule;
  }

  async #inDetail(schedule: string, first: Judgement): Promise<Judgement> {
    const { words } = this.#thread.control;
    new Replay(schedule).next(this.#plan);
    words[DETAILED] = 1;
    const judgement = await this.#run();
    words[DETAILED] = 0;
    if (judgement !== undefined && isSame(judgement, first)) return judgement;
    const { kind, error } = first;
    const expected = `the run fails (${kind}${error === undefined ? '' : `: ${error.message}`})`;
    throw new NondeterminismError(this.#log.length, expected, 'it does not');
  }

  #picture(): string {
    const { codec, code } = this.#thread;
    const history = historyOf(codec.decode(`[${this.#thread.answers().join(',')}]`) as readonly Answer[]);
    return drawHistory(history, code.model as NonNullable<typeof code.model>, threadNames(this.#start.threads));
  }

  /** The steps of the last run in words, from all threads. */
  #details(): Map<number, Detail> {
    const all = this.#thread.details.take();
    this.#thread.exchange.receive(); // what was shared stands before it
    for (const port of this.#start.ports) {
      if (port === undefined) continue;
      const message = real.receiveMessageOnPort(port)?.message as Detail[] | undefined;
      if (message !== undefined) all.push(...message);
    }
    return new Map(all.map((detail) => [detail.step, detail]));
  }
}
