import { checkFunction, describe } from '../core/check.js';
import type { Future } from '../core/future.js';
import type { Suspend } from '../core/suspend.js';
import { Coroutine } from './coroutine.js';
import { type Body, isGenerator, isGeneratorFunction } from './generator.js';

/**
 * Makes a future of a generator function: write ordinary code, and `yield*` what you would `await`. `yield*` has the
 * type of the awaited future. Nothing runs before the first poll; what is ready is taken without suspending; after
 * {@link Services.budget} ready futures in a row the task lets others run.
 *
 * Dropping it runs its `finally` blocks and drops what it awaits. A `finally` may itself await: whoever drove the
 * coroutine drives that to its end. (A plain generator that is delegated to by `yield*` should not: after a `yield` in
 * its `finally`, JavaScript goes on with the body that was to be left. Make it a coroutine.) Errors propagate as in ordinary code, with a stack that names the coroutines.
 *
 * Corresponds to an `async` block; {@link co.wrap} to an `async fn`. Unlike an async function a coroutine can be
 * cancelled, and a generator rather than an async function because only a generator can be left from outside.
 *
 * @param body - a generator function; its name is used in errors. It is called at the first poll; a function that merely
 * returns a generator is called at once.
 * @returns a future of what the body returns.
 * @throws TypeError when `body` is not a generator function.
 *
 * @example
 * ```ts
 * import { blockOn, co, sleep } from 'reveille';
 * import assert from 'node:assert/strict';
 *
 * const greeting = co(function* greet() {
 *   yield* sleep(1);
 *   return 'hello';
 * });
 * assert.equal(blockOn(greeting), 'hello');
 * ```
 */
export const co: Co = /* @__PURE__ */ Object.assign(<T>(body: () => Body<T>): Future<T> => start(body, null), {
  wrap:
    <A extends unknown[], T>(body: (...args: A) => Body<T>) =>
    (...args: A): Future<T> =>
      start(body, args),
});

/**
 * The type of {@link co}.
 *
 * @example
 * ```ts
 * import { blockOn, type Co, co } from 'reveille';
 *
 * const traced: Co['wrap'] = (body) => co.wrap(body); // a place to hook in
 * console.log(blockOn(traced(function* () { return 42; })())); // 42
 * ```
 */
export interface Co {
  /** A future of what the generator function returns. */
  <T>(body: () => Generator<Suspend, T, unknown>): Future<T>;
  /**
   * A function that returns a future each time it is called, from a generator function with parameters.
   *
   * Give the generator function another name than the constant: inside its body its own name means the bare generator,
   * and recursion through that is the engine's, with the engine's stack limit.
   *
   * @throws TypeError, at the call, when `body` is not a generator function.
   *
   * @example
   * ```ts
   * import { blockOn, co, type Suspend } from 'reveille';
   * import assert from 'node:assert/strict';
   *
   * const sumTo = co.wrap(function* sum(n: number): Generator<Suspend, number, unknown> {
   *   return n === 0 ? 0 : n + (yield* sumTo(n - 1));
   * });
   * assert.equal(blockOn(sumTo(100_000)), 5_000_050_000); // no stack overflow
   * ```
   */
  wrap<A extends unknown[], T>(body: (...args: A) => Generator<Suspend, T, unknown>): (...args: A) => Future<T>;
}

function start<T>(body: (...args: never) => Body<T>, args: readonly unknown[] | null): Future<T> {
  checkFunction('body', body);
  if (isGeneratorFunction(body)) return new Coroutine(body, args, null);
  const generator = body(...((args ?? []) as never));
  if (isGenerator(generator)) return new Coroutine(body, null, generator);
  throw new TypeError(
    `body: expected a generator function (function*), but ${describe(body)} returned ${describe(generator)}`,
  );
}
