import type { Suspend } from '../core/suspend.js';

/** The generator that a coroutine's body makes. */
export type Body<T> = Generator<Suspend, T, unknown>;

const FUNCTION: object = /* @__PURE__ */ (() => Object.getPrototypeOf(function* () {}))();
const GENERATOR: Body<unknown> = /* @__PURE__ */ (() => (FUNCTION as { prototype: Body<unknown> }).prototype)();

/**
 * Generators have different maps, a map a generator function, so `generator.next()` is a megamorphic look-up in any
 * program with more than four of them. The one builtin behind them all is a constant.
 */
export const enter: Body<unknown>['next'] = /* @__PURE__ */ (() => GENERATOR.next)();
export const raise: Body<unknown>['throw'] = /* @__PURE__ */ (() => GENERATOR.throw)();
export const leave: Body<unknown>['return'] = /* @__PURE__ */ (() => GENERATOR.return)();

/** Whether calling `body` makes a generator, and runs nothing. */
export function isGeneratorFunction(body: unknown): boolean {
  return Object.getPrototypeOf(body) === FUNCTION;
}

/** Whether `value` was made by a generator function. */
export function isGenerator(value: unknown): boolean {
  return Object.prototype.isPrototypeOf.call(GENERATOR, value as object);
}
