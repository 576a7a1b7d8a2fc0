import { checkInteger } from '../../core/check.js';
import { MOST_THREADS, type Order, orderOf, type Plan, STAY } from './plan.js';
import { Prng } from './prng.js';
import type { Run } from './run.js';
import type { Strategy } from './strategy.js';

/** How many steps more than in the longest run so far are planned. */
const MORE = 32;

/**
 * At each step a thread by chance, every one that can go as likely as the others; a time limit ends when its thread is
 * the one drawn among all threads, whether they can go or not. Proves nothing, and finds some bugs sooner than any
 * search: those that need many preemptions anywhere.
 */
export class RandomWalk implements Strategy {
  readonly name = 'random';
  readonly completeUpTo = undefined;
  readonly #random: Prng;
  readonly #runs: number;
  #begun = 0;
  #longest = 0;
  #orders = permutations(MOST_THREADS);
  /** Who was ever seen, as a mask. */
  #seen = 0;

  /**
   * @param options - `seed`: what the schedules depend on, a whole number from 0 to 2^32 - 1; `runs`: how many schedules to
   * try, a whole number from 0, or Infinity.
   * @throws TypeError or RangeError when they are anything else.
   */
  constructor({ seed, runs }: { readonly seed: number; readonly runs: number }) {
    checkInteger('seed', seed, 0, 2 ** 32 - 1);
    if (runs !== Number.POSITIVE_INFINITY) checkInteger('runs', runs, 0, Number.MAX_SAFE_INTEGER);
    this.#random = new Prng(seed);
    this.#runs = runs;
  }

  get phase(): string {
    return `run ${this.#begun} of ${this.#runs}`;
  }

  next(plan: Plan): boolean {
    if (this.#begun >= this.#runs) return false;
    this.#begun += 1;
    const length = Math.min(this.#longest + MORE, plan.orders.length);
    for (let step = 0; step < length; step += 1) {
      plan.orders[step] = this.#orders[this.#random.below(this.#orders.length)] as Order;
    }
    plan.length = length;
    plan.rest = STAY;
    plan.sleep = 0;
    return true;
  }

  ran(run: Run): void {
    this.#longest = Math.max(this.#longest, run.length);
    let seen = this.#seen;
    for (let step = 0; step < run.length; step += 1) seen |= run.enabled(step);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#orders = permutations(32 - Math.clz32(seen));
  }
}

/** All orders of the first `threads` threads; those that do not exist follow. */
function permutations(threads: number): Order[] {
  const all = Array.from({ length: MOST_THREADS }, (_, thread) => thread);
  const orders: Order[] = [];
  const extend = (order: readonly number[]): void => {
    if (order.length === threads) orders.push(orderOf([...order, ...all.slice(threads)]));
    else for (let next = 0; next < threads; next += 1) if (!order.includes(next)) extend([...order, next]);
  };
  extend([]);
  return orders;
}
