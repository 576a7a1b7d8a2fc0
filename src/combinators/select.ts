import { describe } from '../core/check.js';
import type { Context } from '../core/context.js';
import { TimeoutError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { OPEN, OVER, type Selection, selecting, selectionOf } from '../core/selection.js';
import { Sleep } from '../time/sleep.js';
import { below } from './chance.js';
import { areFew, checkBranches, type Output } from './check-branches.js';
import { Combinator } from './combinator.js';
import { type AllOptions, checkSelectOptions, type SelectOptions } from './select-options.js';

/**
 * What `select` answers: for each key of the record, that key with the type of its future's value. Comparing `key`
 * narrows `value`.
 *
 * @example
 * ```ts
 * import { blockOn, type Future, ready, type Selected, select } from 'reveille';
 *
 * type Inputs = { line: Future<string>; count: Future<number> };
 * const sizeOf = (won: Selected<Inputs>) => (won.key === 'line' ? won.value.length : won.value);
 * console.log(sizeOf(blockOn(select<Inputs>({ line: ready('abc'), count: ready(1) })))); // 3
 * ```
 */
export type Selected<R> = {
  [K in keyof R & string]: { readonly key: K; readonly value: Output<R[K]> };
}[keyof R & string];

/**
 * The first future of a record that answers, with its key. The others are dropped at once; where several are ready at the
 * same poll, the first in the record's order wins, and the later ones were not polled and took nothing. So put what
 * matters most, such as the order to stop, first; or let chance decide, with `{ fair: true }`.
 *
 * Of operations on channels among its branches, exactly one happens, and the others send and take nothing. That is so for a
 * rendezvous, too, where the one who comes completes the operation of the one who waits: two selects, of two tasks, can meet
 * in it.
 *
 * Corresponds to `tokio::select!` with `biased`, to `futures::select_biased!` and, with channels, to crossbeam's `select!`.
 *
 * @param branches - the futures by name, polled in the order of `Object.keys`.
 * @param options - a default, a time limit in milliseconds, fairness; see {@link SelectOptions}.
 * @returns a future of `{ key, value }`. It fails with the error of a future that fails first, or with TimeoutError when the
 * time limit passed. Either way the losers are dropped before, in order; should a drop fail, the others are dropped all the
 * same, and its error is thrown. Dropping it drops all. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when `branches` is not a record of futures, has one of them twice, or is empty: no branch of it could
 * ever be taken; TypeError or RangeError when an option is wrong.
 *
 * @example
 * ```ts
 * import { blockOn, co, ready, select, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const wait = co(function* () {
 *   const first = yield* select({ line: ready('hello'), quiet: sleep(60_000) });
 *   return first.key === 'line' ? first.value.length : 0;
 * });
 * assert.equal(blockOn(wait), 5);
 * ```
 */
export function select<const R extends { readonly [key: string]: Future<unknown> }>(
  branches: R,
  options?: SelectOptions & { readonly default?: never },
): Future<Selected<R>>;
export function select<const R extends { readonly [key: string]: Future<unknown> }, D>(
  branches: R,
  options: SelectOptions & { readonly default: D },
): Future<Selected<R> | { readonly key: 'default'; readonly value: D }>;
export function select(branches: { readonly [key: string]: Future<unknown> }, options?: AllOptions): Future<unknown> {
  if (typeof branches !== 'object' || branches === null || typeof branches['poll'] === 'function') {
    throw new TypeError(`branches: expected a record of futures, got ${describe(branches)}`);
  }
  const keys = Object.keys(branches);
  if (keys.length === 0) throw new TypeError('branches: expected at least one future, got an empty record');
  const futures = new Array<Future<unknown>>(keys.length); // of that length: one that grows is begun with 17 elements
  let index = 0;
  for (const key in branches) {
    // Here V8 knows where each value is; by keys from an array it looks them up. Inherited keys come after the own ones.
    if (index === keys.length) break;
    futures[index++] = branches[key] as Future<unknown>;
  }
  if (!areFew(futures)) checkBranches(futures, (index) => `branches.${keys[index]}`);
  return new Select(keys, futures, options === undefined ? null : checkSelectOptions(options, keys));
}

type Answer = { key: string; value: unknown };

/** A selection of one of its branches: see `core/selection.ts`. */
class Select extends Combinator<Answer> implements Selection {
  protected override readonly name = 'select';
  committed = OPEN;
  outer: Selection | null = null;
  outerBranch = OPEN;
  readonly #keys: readonly string[];
  readonly #options: AllOptions | null;
  /** Until the time limit, once it was polled. */
  #limit: Sleep | null = null;

  constructor(keys: readonly string[], futures: Future<unknown>[], options: AllOptions | null) {
    super(futures);
    this.#keys = keys;
    this.#options = options;
  }

  /** What the branches start to wait for while they are polled, they wait for as branches of this selection. */
  protected override pollBranches(futures: readonly (Future<unknown> | null)[], cx: Context): Poll<Answer> {
    const { cx: outerCx, selection, branch, attempt } = selecting;
    this.outer = selectionOf(cx);
    this.outerBranch = branch;
    selecting.cx = cx;
    selecting.selection = this;
    try {
      const answer = this.#pollAll(futures, cx);
      if (answer !== PENDING || this.#options === null || this.committed !== OPEN) return answer;
      return this.#otherwise(cx, this.#options);
    } finally {
      selecting.cx = outerCx;
      selecting.selection = selection;
      selecting.branch = branch;
      selecting.attempt = attempt;
    }
  }

  /** Polls the branch that has happened meanwhile, if one has; then the others. */
  #pollAll(futures: readonly (Future<unknown> | null)[], cx: Context): Poll<Answer> {
    const { length } = futures;
    const first = this.committed !== OPEN ? this.committed : this.#options?.fair === true ? below(length) : 0;
    /** The branches that did not begin to wait: a bit each. */
    let attempts = 0;
    for (let n = 0; n < length; n += 1) {
      const index = first + n < length ? first + n : first + n - length;
      const future = futures[index] as Future<unknown>;
      selecting.attempt = future;
      const answer = this.#pollAt(index, future, cx);
      if (answer !== PENDING || this.committed !== OPEN) return answer;
      if (selecting.attempt === null) attempts |= 1 << index;
    }
    if (attempts === 0 || this.#answersNow) return PENDING;
    return this.#wait(attempts, this.#options?.fair === true ? first : 0, futures, cx);
  }

  /**
   * No branch is ready: lets those wait that did not begin to. In a fair select they begin with the branch that was drawn, too,
   * since whoever waits at the same place is served in that order.
   */
  #wait(attempts: number, first: number, futures: readonly (Future<unknown> | null)[], cx: Context): Poll<Answer> {
    selecting.attempt = null;
    const { length } = futures;
    for (let n = 0; n < length; n += 1) {
      const index = first + n < length ? first + n : first + n - length;
      // Of more branches than bits, some are polled once more than they need.
      if ((attempts & (1 << index)) === 0) continue;
      const answer = this.#pollAt(index, futures[index] as Future<unknown>, cx);
      if (answer !== PENDING || this.committed !== OPEN) return answer;
    }
    return PENDING;
  }

  /** Polls a branch. If it is pending and `committed` is not OPEN, another one happened just now, and the task is woken for it. */
  #pollAt(index: number, future: Future<unknown>, cx: Context): Poll<Answer> {
    selecting.branch = index;
    const answer = this.pollBranch(future, index, cx);
    if (answer === PENDING && this.committed === index) this.committed = OPEN; // it was a step of something longer
    return answer;
  }

  /** Whether there is no need to wait. */
  get #answersNow(): boolean {
    return this.#options !== null && 'default' in this.#options && this.#options.timeout === undefined;
  }

  /** No branch is ready. */
  #otherwise(cx: Context, options: AllOptions): Poll<Answer> {
    const { timeout } = options;
    if (timeout !== undefined && (this.#limit ??= new Sleep(timeout, undefined)).poll(cx) === PENDING) return PENDING;
    if ('default' in options) return { key: 'default', value: options.default };
    if (timeout === undefined) return PENDING;
    throw new TimeoutError(`${this} was still pending after ${timeout} ms`);
  }

  protected override nothing(): typeof PENDING {
    return PENDING;
  }

  protected override answered(index: number, value: unknown): Poll<Answer> {
    return { key: this.#keys[index] as string, value };
  }

  protected override failed(_index: number, error: unknown): never {
    throw error;
  }

  protected override released(): void {
    this.committed = OVER;
    this.#limit?.[Symbol.dispose]();
  }

  protected override label(index: number): string {
    return `${this.#keys[index]}: `;
  }
}
