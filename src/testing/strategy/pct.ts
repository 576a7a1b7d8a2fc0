import { checkInteger } from '../../core/check.js';
import { MOST_THREADS, type Order, orderOf, type Plan, STAY } from './plan.js';
import { Prng } from './prng.js';
import type { Run } from './run.js';
import type { Strategy } from './strategy.js';

/** How many steps more than expected are planned. */
const MORE = 32;

/**
 * Probabilistic concurrency testing (S. Burckhardt, P. Kothari, M. Musuvathi & S. Nagarakatte, *A Randomized Scheduler
 * with Probabilistic Guarantees of Finding Bugs*, 2010): threads have random priorities, the highest that can go goes,
 * and at `depth - 1` random steps a thread falls below all others. Few switches, at places nobody would think of.
 *
 * The original lowers the thread that runs at such a step. Plans are made before it is known who that will be, so here it
 * is one by chance. A bug that takes `depth` ordered events, with `n` threads and `k` steps, is found by one run with a
 * probability of at least 1 / (n^depth k^(depth - 1)), where the original has n instead of n^depth.
 */
export class Pct implements Strategy {
  readonly name = 'pct';
  readonly completeUpTo = undefined;
  readonly #random: Prng;
  readonly #runs: number;
  readonly #depth: number;
  #begun = 0;
  /** Steps of all runs together: a run is expected to have as many as they had on average. */
  #steps = 0;
  #threads = MOST_THREADS;
  #seen = 0;
  /** By thread: the higher goes first. */
  readonly #priorities = [0, 1, 2, 3];

  /**
   * @param options - `seed`: what the schedules depend on, a whole number from 0 to 2^32 - 1; `runs`: how many schedules to
   * try, a whole number from 0, or Infinity; `depth`: how many events must come in a certain order, a whole number from 1.
   * @throws TypeError or RangeError when they are anything else.
   */
  constructor({ seed, runs, depth }: { readonly seed: number; readonly runs: number; readonly depth: number }) {
    checkInteger('seed', seed, 0, 2 ** 32 - 1);
    if (runs !== Number.POSITIVE_INFINITY) checkInteger('runs', runs, 0, Number.MAX_SAFE_INTEGER);
    checkInteger('depth', depth, 1, 1_000);
    this.#random = new Prng(seed);
    this.#runs = runs;
    this.#depth = depth;
  }

  get phase(): string {
    return `run ${this.#begun} of ${this.#runs}`;
  }

  next(plan: Plan): boolean {
    if (this.#begun >= this.#runs) return false;
    const expected = this.#begun === 0 ? 0 : Math.ceil(this.#steps / this.#begun);
    this.#begun += 1;
    this.#shuffle();
    const falls = this.#falls(expected);
    const { orders } = plan;
    plan.length = Math.min(expected + MORE, orders.length);
    let order = this.#order();
    for (let step = 0; step < plan.length; step += 1) {
      for (const fall of falls) if (fall.step === step) order = this.#lower(fall.to);
      orders[step] = order;
    }
    plan.rest = STAY; // the priorities would let a thread that waits in a loop keep all others from ending its wait
    plan.sleep = 0;
    return true;
  }

  ran(run: Run): void {
    this.#steps += run.length;
    for (let step = 0; step < run.length; step += 1) this.#seen |= run.enabled(step);
    this.#threads = Math.max(1, 32 - Math.clz32(this.#seen));
  }

  /** Random priorities, all above those that threads fall to; who does not exist comes last. */
  #shuffle(): void {
    const priorities = this.#priorities;
    for (let thread = 0; thread < MOST_THREADS; thread += 1) {
      const other = thread < this.#threads ? this.#random.below(thread + 1) : thread;
      priorities[thread] = priorities[other] as number;
      priorities[other] = thread < this.#threads ? this.#depth + thread : -thread;
    }
  }

  /** At which steps a thread falls, and below whom: the lower, the lower. */
  #falls(expected: number): { step: number; to: number }[] {
    if (expected === 0) return [];
    return Array.from({ length: this.#depth - 1 }, (_, to) => ({ step: this.#random.below(expected), to }));
  }

  #lower(to: number): Order {
    this.#priorities[this.#random.below(this.#threads)] = to;
    return this.#order();
  }

  #order(): Order {
    const priorities = this.#priorities;
    return orderOf([0, 1, 2, 3].sort((a, b) => (priorities[b] as number) - (priorities[a] as number)));
  }
}
