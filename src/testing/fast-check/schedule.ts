import { type Arbitrary, array, constant, nat, oneof } from 'fast-check';
import { checkInteger } from '../../core/check.js';

/**
 * Which of the ready tasks goes next. Too large a number means the last, so small ones have to be frequent; and the first,
 * as on an ordinary executor.
 */
const CHOICE = /* @__PURE__ */ oneof({ withCrossShrink: true }, constant(0), constant(0), nat(1), nat(3), nat(11));

/**
 * Orders in which a `TestExecutor` may poll its tasks, for its option `schedule`. Where a seed gives a run or it does not,
 * a schedule shrinks: to fewer choices, and to those of an ordinary executor, so that what is left of a failing one is
 * the order that matters.
 *
 * Corresponds to the scheduler of fast-check, which orders promises.
 *
 * @param maxLength - how many choices there are at most; 100 by default. Beyond, tasks go in the order in which they
 * became ready.
 * @throws TypeError or RangeError when `maxLength` is not a whole number from 1 to 1,000,000.
 *
 * @example
 * ```ts
 * import { co, yieldNow } from 'reveille';
 * import { TestExecutor } from 'reveille/testing';
 * import { schedule } from 'reveille/testing/fast-check';
 * import fc from 'fast-check';
 * import assert from 'node:assert/strict';
 *
 * // Whether the configuration is there in time.
 * function inTime(schedule: readonly number[]): boolean {
 *   let config = 'none';
 *   const executor = new TestExecutor({ schedule });
 *   executor.spawn(co(function* load() {
 *     yield* yieldNow();
 *     config = 'loaded';
 *   }));
 *   const use = executor.spawn(co(function* use() {
 *     yield* yieldNow();
 *     yield* yieldNow();
 *     return config === 'loaded';
 *   }));
 *   return executor.runUntil(use);
 * }
 * const { failed, counterexample } = fc.check(fc.property(schedule(), inTime), { seed: 1 });
 * assert.equal(failed, true);
 * assert.deepEqual(counterexample, [[1, 2]]); // twice `use` before the others: as short as can be
 * ```
 */
export function schedule(maxLength = 100): Arbitrary<readonly number[]> {
  checkInteger('maxLength', maxLength, 1, 1_000_000);
  return array(CHOICE, { maxLength, size: 'max' });
}
