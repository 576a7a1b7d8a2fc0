import { checkFunction, describe } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import { co } from '../../coroutine/co.js';
import { fromPromise } from '../../futures/from-promise.js';
import { isFuture, isThenable } from './body.js';

/** Closes something; it may answer a future or a promise. */
export type Closer = () => unknown;

/**
 * Something that a scope can close: by `[Symbol.asyncDispose]`, else `[Symbol.dispose]`, else `close`.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { type Closable, scope } from 'reveille/threads';
 *
 * const door: Closable = { close: () => console.log('closed') };
 * blockOn(scope(function* (s) { s.use(door); })); // closed
 * ```
 */
export type Closable = AsyncDisposable | Disposable | { close(): unknown };

/** @throws TypeError when it has none of the methods by which things are closed. */
export function closerOf(resource: Closable): Closer {
  const { [Symbol.asyncDispose]: later, [Symbol.dispose]: now, close } = methodsOf(resource);
  const method = later ?? now ?? close;
  if (method === undefined || method === null) {
    throw new TypeError(
      `resource: expected an object with [Symbol.asyncDispose], [Symbol.dispose] or close, got ${describe(resource)}`,
    );
  }
  checkFunction('resource: its method to close it', method);
  return () => method.call(resource);
}

type Methods = Partial<Record<typeof Symbol.asyncDispose | typeof Symbol.dispose | 'close', Closer>>;

const methodsOf = (resource: unknown): Methods => (resource ?? {}) as Methods;

/** Closes all, the last one first; one that fails does not keep the others from being closed. */
export function closing(closers: Closer[], failed: (error: unknown) => void): Future<void> {
  return co(function* closing() {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
      try {
        const answer = close();
        if (isFuture(answer)) yield* answer;
        else if (isThenable(answer)) yield* fromPromise(answer);
      } catch (error) {
        failed(error);
      }
    }
  });
}
