import { sameValue } from '../../history/same-value.js';
import { show } from '../../history/show.js';
import { Prng } from '../../strategy/prng.js';
import { toldInFull } from '../told-failure.js';
import { isPollError } from './afterlife.js';
import { ContractError } from './contract-error.js';
import type { Breach } from './diary.js';
import { type CheckFutureOptions, type FutureReport, RUNS } from './options.js';
import { Fuzzing, type Player, Polite, play } from './play.js';
import { promiseIn } from './promise-in.js';
import { sentence } from './rules.js';
import { Scene } from './scene.js';
import type { Made } from './staging.js';

/** So many drops are tried at most, one after each poll. */
const DROPS = 100;
/** How many lines of the trace are in the message. */
const LINES = 200;
const BUDGETS = [1, 2, 128];

/** One check of one future: all its runs. */
export class Check<T> {
  readonly #make: () => Made<T>;
  readonly #options: CheckFutureOptions<T>;
  /** What the first run came to. */
  #expected: PromiseSettledResult<T> | undefined;
  readonly #ends = { answered: 0, failed: 0, dropped: 0 };
  #runs = 0;
  #polls = 0;

  constructor(make: () => Made<T>, options: CheckFutureOptions<T>) {
    this.#make = make;
    this.#options = options;
  }

  get report(): FutureReport {
    return { runs: this.#runs, polls: this.#polls, ...this.#ends };
  }

  /** As an ordinary executor does it, and then with a drop at each point. */
  async ordinary(): Promise<void> {
    const { polls } = await this.#run(new Polite());
    for (let at = 0; at < Math.min(polls, DROPS); at += 1) {
      await this.#run(new Polite(at));
      if (at > 0) await this.#run(new Polite(at, true));
    }
  }

  /** In ways that are drawn. */
  async drawn(): Promise<void> {
    const { seed: first = 0, runs = RUNS } = this.#options;
    for (let seed = first; seed < first + runs; seed += 1) {
      const chance = new Prng(seed);
      const budget = BUDGETS[chance.below(BUDGETS.length)] as number;
      await this.#run(new Fuzzing(chance), budget, chance.below(4) === 0, seed);
    }
  }

  /** @throws ContractError when a rule is broken. */
  async #run(player: Player, budget = 128, eager = false, seed?: number): Promise<Scene<T>> {
    const { except = [], endless = false } = this.#options;
    const scene = new Scene<T>(this.#make, { budget, eager, except, expected: this.#expected });
    await play(scene, player, endless);
    if (scene.diary.outside !== undefined) throw scene.diary.outside;
    if (scene.diary.breach === undefined) await this.#judge(scene);
    if (scene.diary.breach !== undefined) {
      scene.abandon();
      throw report(scene, seed);
    }
    this.#runs += 1;
    this.#polls += scene.polls;
    if (scene.end !== undefined) this.#ends[scene.end] += 1;
    return scene;
  }

  async #judge(scene: Scene<T>): Promise<void> {
    const { outcome: check, dropped } = this.#options;
    const { outcome } = scene;
    this.#expected ??= outcome;
    if (outcome === undefined) await attempt(scene, 'drop-loses', () => dropped?.());
    else if (check !== undefined) await attempt(scene, 'same-answer', () => check(outcome));
    else compare(scene, outcome, this.#expected ?? outcome);
  }
}

function compare<T>(scene: Scene<T>, outcome: PromiseSettledResult<T>, expected: PromiseSettledResult<T>): void {
  if (sameOutcome(expected, outcome)) return;
  const [now, then] = [told(outcome), told(expected)];
  const isUsed = outcome.status === 'rejected' && isPollError(outcome.reason);
  const hint = isUsed
    ? ' (does the factory make all that belongs to the future anew?)'
    : now === then
      ? ' (which is not the same value; compare with options.outcome)'
      : '';
  scene.diary.break('same-answer', `: it ${now}, and in the first run ${then}${hint}`);
}

async function attempt(scene: Scene<unknown>, rule: 'drop-loses' | 'same-answer', check: () => unknown): Promise<void> {
  try {
    await promiseIn(check());
  } catch (error) {
    scene.diary.break(rule, `: ${toldInFull(error)}`, error);
  }
}

function sameOutcome(a: PromiseSettledResult<unknown>, b: PromiseSettledResult<unknown>): boolean {
  if (a.status === 'fulfilled') return b.status === 'fulfilled' && sameValue(a.value, b.value);
  return b.status === 'rejected' && sameValue(a.reason, b.reason);
}

function told(outcome: PromiseSettledResult<unknown>): string {
  return outcome.status === 'fulfilled' ? `answers ${show(outcome.value)}` : `fails with ${show(outcome.reason)}`;
}

function report(scene: Scene<unknown>, seed: number | undefined): ContractError {
  const { rule, detail, cause } = scene.diary.breach as Breach;
  const { lines } = scene.diary;
  const trace = lines.join('\n');
  const before = lines.length > LINES ? `... ${lines.length - LINES} lines before\n` : '';
  const again = `checkFuture(factory, driver, { ${seed === undefined ? 'runs: 0' : `seed: ${seed}, runs: 1`} })`;
  const message = `${scene.name} breaks ${rule}: ${sentence(rule)}${detail}\n\n${before}${lines.slice(-LINES).join('\n')}\n\nAgain: ${again}`;
  return new ContractError(message, { rule, seed, trace }, cause);
}
