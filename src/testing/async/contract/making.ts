import { checkFunction, checkFuture, describe } from '../../../core/check.js';
import type { Future } from '../../../core/future.js';
import { type Kind, kindOfFunction, toldKind } from '../kinds.js';
import type { FutureDriver } from './options.js';
import { promiseIn } from './promise-in.js';
import type { Made } from './staging.js';

/**
 * Makes the future of each run, and its steps.
 *
 * @throws (as does what it answers) TypeError when `factory` or `driver`, or what they answer, is not what it must be.
 */
export function making<T, F extends Future<T>>(factory: () => F, driver: FutureDriver<F>): () => Made<T> {
  checkFactory(factory);
  checkDriver(driver);
  const before = new WeakSet<Future<unknown>>();
  return () => {
    const future = factory();
    checkMade(future);
    if (before.has(future))
      throw new TypeError(`factory(): expected a new future for each run, got ${future} once more`);
    before.add(future);
    if (typeof driver !== 'function') return { future, steps: driver };
    const steps: unknown = driver(future);
    checkSteps('driver()', steps);
    return { future, steps };
  };
}

function checkFactory(factory: unknown): void {
  const kind = kindOfFunction(factory);
  if (kind === 'function') return;
  throw new TypeError(`factory: expected a function that makes a future, got ${toldKind(factory)}${HINTS[kind]}`);
}

function checkMade(future: Future<unknown>): void {
  const promise = typeof future?.poll === 'function' ? undefined : promiseIn(future);
  if (promise === undefined) return void checkFuture('factory()', future);
  promise.catch(() => {}); // it is nobody's any more
  const hint = 'a factory cannot be asynchronous; for what a promise comes to, answer fromPromise(promise)';
  throw new TypeError(`factory(): expected a Future, got ${describe(future)} (${hint})`);
}

/** @throws TypeError when `driver` is neither an array of functions nor an ordinary function. */
function checkDriver(driver: unknown): void {
  const kind = kindOfFunction(driver);
  const or = ' or a function that answers one';
  if (kind === 'other') checkSteps('driver', driver, or);
  else if (kind !== 'function') throw notSteps('driver', driver, or);
}

function checkSteps(name: string, steps: unknown, or = ''): asserts steps is readonly (() => unknown)[] {
  if (!Array.isArray(steps)) {
    promiseIn(steps)?.catch(() => {});
    throw notSteps(name, steps, or);
  }
  for (const [index, step] of steps.entries()) checkFunction(`${name}[${index}]`, step);
}

function notSteps(name: string, value: unknown, or: string): TypeError {
  return new TypeError(`${name}: expected an array of functions${or}, got ${toldKind(value)}`);
}

/** What to give in place of what is no factory. */
const HINTS: Readonly<Record<Kind, string>> = {
  function: '',
  'asynchronous function': ' (to check what it comes to: () => fromPromise(it))',
  'generator function': ' (to check a coroutine: co.wrap(it))',
  'asynchronous generator function': '',
  class: ' (to check its instances: () => new It())',
  other: '',
};
