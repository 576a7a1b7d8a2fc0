import { describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';

/** What is asked for as a function, and may be another kind of it. */
export type Kind =
  | 'function'
  | 'asynchronous function'
  | 'generator function'
  | 'asynchronous generator function'
  | 'class'
  | 'other';

/** Which kind of function something is; `other` when it is none. */
export function kindOfFunction(value: unknown): Kind {
  if (typeof value !== 'function') return 'other';
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object AsyncGeneratorFunction]') return 'asynchronous generator function';
  if (tag === '[object GeneratorFunction]') return 'generator function';
  if (tag === '[object AsyncFunction]') return 'asynchronous function';
  return /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function';
}

/** How an argument of the wrong kind is named in an error. */
export function toldKind(value: unknown): string {
  const kind = kindOfFunction(value);
  return kind === 'other' ? describe(value) : describe(value).replace('function', kind);
}

/** Anything with a `poll` method, as everywhere. */
export function isFuture(value: unknown): value is Future<unknown> {
  return typeof (value as Partial<Future<unknown>> | undefined | null)?.poll === 'function';
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | undefined | null)?.then === 'function';
}
