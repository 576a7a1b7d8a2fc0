import type { Future } from '../core/future.js';
import type { Call } from './calling/call.js';

/** What a function answers, as its caller gets it. */
type Answer<R> = Call<Awaited<R extends Future<infer T> ? T : R>>;

/**
 * A module's functions, as another thread calls them: with the same arguments, and each answers a {@link Call} of what the
 * function answers, or what its promise or future does.
 *
 * @typeParam M - the module: `typeof import('./work.js')`.
 *
 * @example
 * ```ts
 * import type { Remote } from 'reveille/threads';
 *
 * async function twice(api: Remote<{ add(a: number, b: number): Promise<number> }>): Promise<number> {
 *   return (await api.add(1, 2)) + (await api.add(3, 4));
 * }
 * console.log(typeof twice); // function
 * ```
 */
export type Remote<M> = {
  readonly [K in keyof M as M[K] extends (...args: never[]) => unknown ? K : never]: M[K] extends (
    ...args: infer A
  ) => infer R
    ? (...args: A) => Answer<R>
    : never;
};

/** How the functions of a face are called. */
export type Invoke = (name: string, args: unknown[]) => unknown;

/**
 * An object with a function for whatever name it is asked for: what the module exports is known on its own thread only.
 *
 * @param own - members that are not functions of the module.
 */
export function faceOf(own: object, invoke: Invoke): object {
  const functions = new Map<string, (...args: unknown[]) => unknown>();
  return new Proxy(own, {
    get(target, key) {
      if (typeof key === 'symbol' || Object.hasOwn(target, key)) return Reflect.get(target, key);
      if (key === 'then') return undefined; // it is no promise, and `await` asks
      const known = functions.get(key);
      if (known !== undefined) return known;
      const call = (...args: unknown[]): unknown => invoke(key, args);
      functions.set(key, call);
      return call;
    },
    set(_, key) {
      throw new TypeError(`${String(key)}: the functions of another thread's module can't be replaced`);
    },
  });
}
