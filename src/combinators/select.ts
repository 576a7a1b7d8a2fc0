import { describe } from '../core/check.js';
import type { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { checkBranches, type Output } from './check-branches.js';
import { Combinator } from './combinator.js';

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
 * matters most, such as the order to stop, first.
 *
 * Corresponds to `tokio::select!` with `biased`, and to `futures::select_biased!`.
 *
 * @param branches - the futures by name, polled in the order of `Object.keys`.
 * @returns a future of `{ key, value }`. It fails with the error of a future that fails first. Either way the losers are
 * dropped before, in order; should a drop fail, the others are dropped all the same, and its error is thrown. Dropping it
 * drops all. Polling it after it was done throws {@link PollError}.
 * @throws TypeError when `branches` is not a record of futures, has one of them twice, or is empty: no branch of it could
 * ever be taken.
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
export function select<const R extends { readonly [key: string]: Future<unknown> }>(branches: R): Future<Selected<R>> {
  if (typeof branches !== 'object' || branches === null || typeof branches['poll'] === 'function') {
    throw new TypeError(`branches: expected a record of futures, got ${describe(branches)}`);
  }
  const keys = Object.keys(branches);
  if (keys.length === 0) throw new TypeError('branches: expected at least one future, got an empty record');
  const futures = keys.map((key) => branches[key] as Future<unknown>);
  checkBranches(futures, (index) => `branches.${keys[index]}`);
  return new Select(keys, futures) as Future<unknown> as Future<Selected<R>>;
}

class Select extends Combinator<{ key: string; value: unknown }> {
  protected override readonly name = 'select';
  readonly #keys: readonly string[];

  constructor(keys: readonly string[], futures: Future<unknown>[]) {
    super(futures);
    this.#keys = keys;
  }

  protected override nothing(): typeof PENDING {
    return PENDING;
  }

  protected override answered(index: number, value: unknown): Poll<{ key: string; value: unknown }> {
    return { key: this.#keys[index] as string, value };
  }

  protected override failed(_index: number, error: unknown): never {
    throw error;
  }

  protected override label(index: number): string {
    return `${this.#keys[index]}: `;
  }
}
