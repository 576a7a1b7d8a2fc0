import { describe } from '../../core/check.js';
import type { Services } from '../../core/context.js';
import { DeadlockError } from '../../core/errors.js';
import type { Future } from '../../core/future.js';
import type { Suspend } from '../../core/suspend.js';
import { co } from '../../coroutine/co.js';
import { type Body, isGenerator, isGeneratorFunction } from '../../coroutine/generator.js';

/**
 * Work for a `scope`, as a function: a generator function, whose code is that of a coroutine; a function that answers a
 * future; or an async function.
 *
 * @typeParam A - what it is called with: the `Scope` for the body of one, an `AbortSignal` for what is spawned.
 * @typeParam T - the type of the value that it comes to.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { type Scope, type ScopeBody, scope } from 'reveille/threads';
 *
 * const body: ScopeBody<Scope, number> = function* () { return 42; };
 * console.log(blockOn(scope(body))); // 42
 * ```
 */
export type ScopeBody<in A, out T> = (argument: A) => Generator<Suspend, T, unknown> | PromiseLike<T>;

/** What was begun: a future, and whether a promise is behind it, which cannot be dropped. */
export interface Begun {
  readonly future: Future<unknown>;
  readonly isPromise: boolean;
}

/** Whether it can be polled; of whatever copy of the library it is. */
export function isFuture(value: unknown): value is Future<unknown> {
  return typeof (value as Partial<Future<unknown>> | null | undefined)?.poll === 'function';
}

/** Whether it has a `then`, as promises have, and futures too. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}

/**
 * Calls the function.
 *
 * @throws what it throws; TypeError when it answers none of what a {@link ScopeBody} may; DeadlockError, and does not call
 * it, when it is an async function and this thread is about to block.
 */
export function begin<A>(
  body: ScopeBody<A, unknown>,
  argument: A,
  services: Services,
): Future<unknown> | PromiseLike<unknown> {
  if (isGeneratorFunction(body)) return co.wrap(body as (argument: A) => Body<unknown>)(argument);
  if (!services.eventLoop && isAsync(body)) throw deadlock(body);
  const made: unknown = body(argument);
  if (isFuture(made) || isThenable(made)) return made;
  if (isGenerator(made)) return co(() => made as Body<unknown>);
  throw new TypeError(
    `${describe(body)}: expected it to answer a future, a promise or a generator, but it answered ${describe(made)}`,
  );
}

const isAsync = (body: unknown): boolean => Object.prototype.toString.call(body) === '[object AsyncFunction]';

function deadlock(body: unknown): DeadlockError {
  return new DeadlockError(
    `${describe(body)}: only this thread's event loop can bring an async function to its end, and this thread is about to ` +
      'block; await the scope instead, use an executor that idles on the event loop, or make it a generator function',
  );
}
