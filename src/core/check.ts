import type { Future } from './future.js';

/** How an argument is named in an error: its value when it is short, else its type. */
export function describe(value: unknown): string {
  if (value === null || ['undefined', 'number', 'bigint', 'boolean'].includes(typeof value)) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (typeof value === 'symbol') return value.toString();
  try {
    return `an object of class ${(value as object).constructor?.name || Object.prototype.toString.call(value).slice(8, -1)}`;
  } catch {
    return 'an object that throws when it is looked at'; // a getter does, or a proxy
  }
}

/** @throws TypeError naming the argument, when `value` is not a function. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name}: expected a function, got ${describe(value)}`);
}

/**
 * Anything with a `poll` method is accepted, not only subclasses of this copy of `Future`: two copies of the package in
 * one program must understand each other.
 *
 * @returns its `poll` method.
 * @throws TypeError naming the argument, when `value` is not a future.
 */
export function checkFuture<T>(name: string, value: Future<T> | undefined): Future<T>['poll'] {
  const poll = value?.poll;
  if (typeof poll !== 'function') throw notAFuture(name, value);
  return poll;
}

function notAFuture(name: string, value: unknown): TypeError {
  const thenable = typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
  const hint = thenable
    ? ' (wrap a promise in fromPromise; to block on it, offload what makes it)'
    : typeof value === 'function'
      ? HINTS[kindOf(value)]
      : '';
  return new TypeError(`${name}: expected a Future, got ${describe(value)}${hint ?? HINTS['Function']}`);
}

const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

/** What to do with a function that was given in place of a future. */
const HINTS: Readonly<Record<string, string>> = {
  GeneratorFunction: ' (call co on a generator function)',
  AsyncFunction: ' (give it to fromPromise; to block on it, offload it)',
  Function: ' (call it, if it returns a future)',
};

/**
 * Misspelt options are refused: a time limit that is not heard of is an unlimited wait.
 *
 * @throws TypeError when `value` is not an object, or has a key that is not in `known`.
 */
export function checkOptions(name: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${name}: expected an object, got ${describe(value)}`);
  }
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined)
    throw new TypeError(`${name}.${stranger}: there is no such option, only ${known.join(', ')}`);
}

/** @throws TypeError when `value` is not a number, RangeError when it is not a whole number from `min` to `max`. */
export function checkInteger(name: string, value: unknown, min: number, max: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name}: expected a number, got ${describe(value)}`);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name}: expected a whole number from ${min} to ${max}, got ${value}`);
  }
}

/**
 * Durations and points in time are milliseconds; fractions are welcome and `Infinity` means never.
 *
 * @throws TypeError when `value` is not a number, RangeError when it is negative or NaN.
 */
export function checkDuration(name: string, value: unknown): void {
  if (typeof value !== 'number') throw new TypeError(`${name}: expected milliseconds, got ${describe(value)}`);
  if (!(value >= 0)) throw new RangeError(`${name}: expected milliseconds from 0 to Infinity, got ${value}`);
}
