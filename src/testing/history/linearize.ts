import type { Model } from './model.js';
import type { Operation } from './operation.js';
import { Search } from './search.js';

/**
 * Looks for an order in which the operations could have been done one after the other on a sequential object, with the
 * results that they had, and in which none stands before one that had returned before it was called. If there is one,
 * nobody could tell that the object was shared: the history is linearizable. An operation that never returned may stand
 * in the order, with any result, or be left out.
 *
 * After J. Wing and C. Gong, *Testing and verifying concurrent objects* (1993), with the memory for refuted states of
 * G. Lowe, *Testing for linearizability* (2017). The problem is NP-complete; it is histories of a few operations at a
 * time that are quick, however long they are.
 *
 * Corresponds to nothing in loom or shuttle; to `knossos` of Jepsen.
 *
 * @param history - the operations, those of one thread in the order of their calls.
 * @param model - makes the sequential object, with a method for each name in the history. Results are compared all the
 * way down; of errors the names are compared.
 * @returns such an order, or `undefined` when there is none. {@link drawHistory} says why there is none.
 * @throws TypeError when `history` is not an array of operations or `model` not such a function; RangeError when an
 * operation returned before it was called.
 *
 * @example
 * ```ts
 * import { linearize, models, type Operation } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * // Two threads count with a load and a store each, and both find 0.
 * const history: Operation[] = [
 *   { thread: 0, name: 'add', args: [1], result: 0, from: 0, to: 3 },
 *   { thread: 1, name: 'add', args: [1], result: 0, from: 1, to: 4 },
 * ];
 * assert.equal(linearize(history, models.register(0)), undefined);
 * ```
 */
export function linearize(history: readonly Operation[], model: Model): readonly Operation[] | undefined {
  const search = new Search(history, model);
  return search.run() ? search.order : undefined;
}
